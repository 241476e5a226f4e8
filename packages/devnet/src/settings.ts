import { z } from 'zod'
import { cheatKind, cheatPace } from './cheat/settings.ts'
import { type SeedName, seedProfiles } from './seed/profiles.ts'

const port = z.int().min(0).max(65_535)

/** A price in wei per pixel; wei amounts are decimal strings where JSON numbers are not exact. */
const wei = z.union([
  z.bigint(),
  z.string().regex(/^\d+$/).transform(BigInt),
  z.int().nonnegative().transform(BigInt),
])

const orchestratorSettingsSchema = z.strictObject({
  region: z.string().min(1).describe('Self-declared region.'),
  pricePerPixelWei: wei.describe('Price in wei per pixel.'),
  stake: wei.describe('Own stake at registration, in the token’s smallest unit.'),
  delayMs: z
    .number()
    .min(0)
    .max(10_000)
    .default(0)
    .describe('One-way delay injected between gateway and this orchestrator.'),
  cheat: cheatKind.optional().describe('Makes this one cheat, as `cheat` does the first one.'),
})

const million = 1_000_000n
const token = 10n ** 18n

/** Four for an active set of three: the fourth has the smallest stake and waits outside. */
const defaultOrchestrators: z.input<typeof orchestratorSettingsSchema>[] = [
  { region: 'eu-west', pricePerPixelWei: 100n * million, stake: 3_000n * token, delayMs: 10 },
  { region: 'us-east', pricePerPixelWei: 90n * million, stake: 2_000n * token, delayMs: 45 },
  { region: 'ap-south', pricePerPixelWei: 80n * million, stake: 1_500n * token, delayMs: 90 },
  { region: 'eu-north', pricePerPixelWei: 95n * million, stake: 1_000n * token, delayMs: 20 },
]

/** Settings of a network on one machine. Every port may be 0: a free one is taken. */
export const devnetSettingsSchema = z.strictObject({
  dataDir: z.string().min(1).default('.millrace').describe('Folder of chain, keys, logs and node state.'),
  chainPort: port.default(8545).describe('Embedded chain, JSON-RPC.'),
  rpcUrl: z
    .url()
    .optional()
    .describe(
      'Use the chain at this JSON-RPC URL instead of the embedded one. Its accounts must hold ether.',
    ),
  controller: z
    .templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)])
    .optional()
    .describe('Controller of a deployment that is there already; by default the protocol is deployed.'),
  mnemonicFile: z
    .string()
    .optional()
    .describe(
      'File with the mnemonic of the network’s accounts; by default the public one of development chains.',
    ),
  seed: z
    .enum(Object.keys(seedProfiles) as [SeedName, ...SeedName[]])
    .optional()
    .describe(
      'Fill a new network with a history: "community" has the size of the live network, "small" is for tests.',
    ),
  rtmpPort: port.default(1935).describe('Gateway: RTMP ingest.'),
  httpPort: port.default(9935).describe('Gateway: HTTP push, playback, public status.'),
  gatewayOperatorPort: port.default(5935).describe('Gateway: operator API.'),
  explorerPort: port.default(3000).describe('Explorer pages.'),
  orchestratorPort: port
    .default(8935)
    .describe('First orchestrator; the others follow on the next ports. 0: free ones.'),
  operatorPort: port
    .default(7935)
    .describe('First orchestrator’s operator port; the others follow. 0: free ones.'),
  orchestrators: z
    .array(orchestratorSettingsSchema)
    .min(1)
    .max(32)
    .default(defaultOrchestrators.map((one) => orchestratorSettingsSchema.parse(one))),
  cheat: cheatKind
    .optional()
    .describe(
      'Makes the first orchestrator cheat: it is paid, signs, and returns something else. A kind such as black, frozen or bitrate-1-10.',
    ),
  ...cheatPace,
  tester: z
    .boolean()
    .default(false)
    .describe('Run a tester too, which sends each orchestrator a test stream now and then.'),
  testerPort: port.default(3003).describe('Scores and results of the tester.'),
  activeSetSize: z.int().min(1).max(100).default(3).describe('How many orchestrators the protocol elects.'),
  roundLengthBlocks: z.int().min(5).default(60).describe('Round length; a block takes blockTimeSeconds.'),
  blockTimeSeconds: z.int().min(1).default(1),
  ticketsPerWin: z.int().min(10).max(10_000).default(20).describe('Expected tickets per winning one.'),
  ticketExpiryBlocks: z
    .int()
    .min(3)
    .default(15)
    .describe('Life of ticket parameters; a winner is redeemed after it.'),
  source: z
    .string()
    .nullable()
    .default(null)
    .describe('Video file for the built-in stream; null: the clip that comes with it; "none": no stream.'),
  clock: z.boolean().default(false).describe('Burn a clock into the built-in stream.'),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('info'),
})

export type DevnetSettings = z.output<typeof devnetSettingsSchema>
