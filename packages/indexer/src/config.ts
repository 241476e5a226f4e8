import { address, logSettings, port } from '@millrace/daemon'
import { z } from 'zod'
import { usualUsage } from './api/usage.ts'

/** Settings of the indexer. */
export const indexerConfigSchema = z.strictObject({
  ...logSettings,
  dataDir: z
    .string()
    .min(1)
    .default('./indexer-data')
    .describe('Folder of the embedded database; not used with databaseUrl.'),
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be the postgresql URL of a database' })
    .optional()
    .describe(
      'PostgreSQL database instead of a folder; give it as DATABASE_URL, since others can read flags.',
    ),
  host: z.string().min(1).default('127.0.0.1').describe('Address that the API is served at.'),
  port: port.default(3_002).describe('Port of the API, and of the pages; 0 takes a free port.'),
  pagesDir: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of the explorer’s built pages, served beside the API; `millrace explorer` sets it.'),
  networkName: z.string().min(1).max(60).optional().describe('What the pages call the network.'),
  browserRpcUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('JSON-RPC URL for the pages: every visitor sees it, so it must hold no key.'),
  gatewayUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('A gateway whose streams and measurements the pages show.'),
  testerUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('A tester whose leaderboard the pages show.'),
  rtmpUrl: z.string().min(1).optional().describe('Where encoders push to that gateway.'),
  walletConnectProjectId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be the 32 hexadecimal digits of a WalletConnect project')
    .optional()
    .describe('Lets visitors use wallets on their phones.'),
  priceHistoryUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('JSON with the prices of each day, from which the pages value earnings for taxes.'),
  testAccounts: z
    .array(z.strictObject({ name: z.string().min(1), privateKey: z.string().regex(/^0x[0-9a-f]{64}$/) }))
    .max(20)
    .default([])
    .describe('Accounts of a devnet whose keys everybody knows, for visitors to use.'),
  rpcUrls: z
    .array(z.url())
    .min(1, 'needs at least one JSON-RPC URL')
    .describe('JSON-RPC URLs of the chain, first one preferred.'),
  chainId: z.int().positive().optional().describe('Refuses any other chain.'),
  controller: address.optional().describe('Controller contract; needed unless the chain has a preset.'),
  multicall: address.optional().describe('Multicall3 contract, where it is not at its usual address.'),
  identityRegistry: address
    .optional()
    .describe('IdentityRegistry contract, where the Controller does not name one.'),
  ensRpcUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'JSON-RPC URL of the chain that holds ENS, for the names that accounts have there; none without.',
    ),
  ensUniversalResolver: address
    .default('0xeEeEEEeE14D718C2B47D9923Deab1335E144EeEe')
    .describe('UniversalResolver of ENS on that chain.'),
  firstBlock: z
    .int()
    .nonnegative()
    .optional()
    .describe('Block of the deployment, where indexing begins; by default it is looked for.'),
  blockPollMs: z
    .int()
    .min(50)
    .max(60_000)
    .default(500)
    .describe('How often the chain is asked for new blocks.'),
  confirmations: z
    .int()
    .nonnegative()
    .max(10_000)
    .default(12)
    .describe('Blocks on top of another after which what happened in it counts as confirmed.'),
  undoBlocks: z
    .int()
    .min(1)
    .max(10_000)
    .default(256)
    .describe('So many of the newest blocks can be taken back when the chain is reorganised.'),
  maxPageBlocks: z
    .int()
    .min(1)
    .max(100_000)
    .default(10_000)
    .describe('Blocks asked for at once at the most; endpoints have bounds of their own.'),
  headers: z
    .enum(['auto', 'all', 'needed'])
    .default('auto')
    .describe(
      'Whether each block’s header is read, so that no endpoint can leave out events: `needed` reads those of blocks with events and of the newest; `auto` is that on chains with hundreds of millions of blocks.',
    ),
  feeBooking: z
    .enum(['auto', 'run', 'ticket'])
    .default('auto')
    .describe('How the deployment rounds the fees of batches; `auto` knows the public ones.'),
  usageWeiPerPixel: z
    .number()
    .positive()
    .default(usualUsage.weiPerPixel)
    .describe('Price of a pixel in wei that minutes of usage are estimated by from fees.'),
  usagePixelsPerMinute: z
    .int()
    .positive()
    .default(usualUsage.pixelsPerMinute)
    .describe('Pixels of a minute of video in all its renditions; by default 240p and 360p at 30 frames.'),
  staleAfterMs: z
    .int()
    .positive()
    .default(60_000)
    .describe('Without a step forward for so long, health says that the data is stale.'),
  resync: z
    .boolean()
    .default(false)
    .describe('Forgets what was indexed and begins at the first block; what was told of is not told again.'),
})

/** Parsed settings. */
export type IndexerConfig = z.output<typeof indexerConfigSchema>
/** Settings as written in a file. */
export type IndexerConfigInput = z.input<typeof indexerConfigSchema>
