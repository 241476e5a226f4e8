import {
  address,
  blockPollMs,
  encoder,
  logSettings,
  operatorHost,
  operatorPort,
  passwordFile,
  port,
  region,
  rpcUrls,
  signerAddress,
  signerUrl,
  wei,
} from '@millrace/daemon'
import { z } from 'zod'
import { redemptionSettings } from '../redemption/config.ts'
import { priceSetting } from './payments/price-setting.ts'

/** Settings of the orchestrator role. All are optional: without `rpcUrls` it works off chain and free of charge. */
export const orchestratorConfigSchema = z.strictObject({
  dataDir: z
    .string()
    .min(1)
    .default('./orchestrator-data')
    .describe('Folder of this node’s state; one node a folder.'),
  ...logSettings,

  host: z.string().min(1).default('0.0.0.0').describe('Address the service port listens on.'),
  port: port.default(8935).describe('Service port: gRPC and HTTP for gateways; 0 takes a free port.'),
  serviceUri: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('URI gateways reach this node at; by default made of host and port. `http:` means no TLS.'),
  selfCheck: z
    .enum(['warn', 'require', 'off'])
    .default('warn')
    .describe(
      'At the start the node goes to its own serviceUri and compares its clock; `warn` logs what is wrong, `require` ends the start.',
    ),
  region: region.describe('Self-declared region, shown to gateways and people.'),
  operatorHost,
  operatorPort: operatorPort(7935),

  rpcUrls,
  controller: address
    .optional()
    .describe('Controller contract; needed with rpcUrls unless the chain has a preset.'),
  multicall: address.optional().describe('Multicall3 contract, where it is not at its usual address.'),
  keystoreFile: z
    .string()
    .optional()
    .describe('Keystore (version 3) of this node’s key; needed with rpcUrls.'),
  passwordFile,
  signerUrl,
  signerAddress,
  recipient: address.optional().describe('Staking account that is paid; by default this node’s own account.'),
  nodeAuthorizationFile: z
    .string()
    .optional()
    .describe(
      'Where recipient is another account: its signed word that this node’s key serves for it (millrace authorize).',
    ),
  blockPollMs,

  register: z
    .boolean()
    .default(false)
    .describe('Registers this node at start: bonds what is missing of bondWei, sets cuts and service URI.'),
  bondWei: wei.default(0n).describe('Own stake to reach when registering, in wei of the token.'),
  rewardCutPercent: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe('Share of rewards this orchestrator keeps.'),
  feeSharePercent: z.number().min(0).max(100).default(50).describe('Share of fees its delegators get.'),
  initializeRounds: z.boolean().default(true).describe('Initialises rounds when nobody else did.'),
  initializeRoundMaxDelayMs: z
    .int()
    .nonnegative()
    .max(600_000)
    .default(30_000)
    .describe('Random wait before initialising a round, at the most.'),
  callReward: z.boolean().default(true).describe('Calls reward each round while active.'),

  pricePerPixel: priceSetting
    .default({ wei: 0n, pixels: 1n })
    .describe(
      'Asked price: `wei` or `usd` for `pixels`; must be above 0 on chain unless the work is a gift. Dollars are converted by priceFeed.',
    ),
  pricePerGateway: z
    .record(address, priceSetting)
    .default({})
    .describe('Own prices for single gateways, by address, as pricePerPixel.'),
  priceFeed: address
    .optional()
    .describe(
      'Aggregator (as Chainlink’s) of ETH/USD on the chain; needed for prices in dollars unless the chain has a preset.',
    ),
  priceFeedIntervalMs: z
    .int()
    .min(100)
    .max(86_400_000)
    .default(3_600_000)
    .describe('How often the price feed is read.'),
  priceFeedMaxAgeMs: z
    .int()
    .min(1_000)
    .max(7 * 86_400_000)
    .default(26 * 3_600_000)
    .describe('An answer of the price feed that is older is not used: new sessions are refused then.'),
  ticketEvWei: wei.default(8_000_000_000n).describe('Expected value of one ticket.'),
  ticketExpiryBlocks: z
    .int()
    .min(2)
    .max(10_000)
    .default(40)
    .describe('Blocks (L1’s on a rollup) that ticket parameters hold.'),
  txCostMultiplier: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(100)
    .describe('Face value of a ticket in costs of its redemption.'),
  ...redemptionSettings,
  redeemerUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Redeemer that winning tickets are handed to; without it, this node redeems them itself.'),
  redeemerSecretFile: z.string().optional().describe('File with the secret that the redeemer asks for.'),
  maxFaceValueWei: wei
    .default(0n)
    .describe('Highest face value of a ticket, above ticketEvWei; 0 means no limit but the gateway’s funds.'),

  usualGasPriceWei: wei
    .default(3_000_000_000n)
    .describe('A gas price up to which work is never refused for the cost of redeeming.'),
  addRedemptionCost: z
    .boolean()
    .default(false)
    .describe(
      'Adds the cost of redeeming to the price that gateways are asked; the price then moves with the gas price.',
    ),

  capacityPixelsPerSecond: z
    .union([z.literal('auto'), z.number().positive()])
    .default('auto')
    .describe(
      'Encoded pixels a second that this machine transcodes for sessions; `auto` measures at start. Transcoders of other machines come on top.',
    ),
  capacityShare: z
    .number()
    .positive()
    .max(1)
    .default(0.8)
    .describe(
      'Part of measured capacity, of this machine and of others, that is promised to sessions; less when several nodes share a machine.',
    ),
  maxSessions: z
    .int()
    .positive()
    .max(100_000)
    .default(1_000)
    .describe('Sessions at the most, however small.'),
  maxSessionsPerGateway: z
    .int()
    .positive()
    .max(100_000)
    .default(200)
    .describe('Sessions of one gateway at the most.'),
  sessionQueue: z
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('Segments of one session that may wait or run; more are answered OrchestratorBusy.'),
  sessionParallel: z.int().min(1).max(16).default(2).describe('Segments of one session transcoded at once.'),
  sessionIdleMs: z
    .int()
    .min(1_000)
    .max(3_600_000)
    .default(70_000)
    .describe('A session without a segment for so long is closed.'),
  overloadMs: z
    .int()
    .min(100)
    .max(3_600_000)
    .default(10_000)
    .describe(
      'When segments take longer than they last for so long, no more sessions are taken; after three times as long, the newest ones are told to go elsewhere.',
    ),
  stopGraceMs: z
    .int()
    .nonnegative()
    .max(600_000)
    .default(3_000)
    .describe('At a stop, segments in work may take so long to be finished and answered.'),
  encoder,
  transcodeWorkers: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Transcoding child processes; by default as the machine has cores.'),
  localTranscoding: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether this machine transcodes itself; `off` leaves all of it to other machines.'),
  transcoderSecretFile: z
    .string()
    .optional()
    .describe(
      'File whose first line is the secret by which transcoders of other machines register; without it none can.',
    ),
  maxSegmentBytes: z
    .int()
    .min(1_000)
    .max(300_000_000)
    .default(300_000_000)
    .describe('Largest segment taken.'),
  maxUploadBytes: z
    .int()
    .min(1_000_000)
    .default(600_000_000)
    .describe('Bytes of all segments held at once; half of it from one address.'),
  resultStoreBytes: z
    .int()
    .min(1_000_000)
    .default(256_000_000)
    .describe('Memory for renditions waiting to be fetched.'),
  allowPrivateSourceUris: z
    .boolean()
    .default(false)
    .describe(
      'Lets a gateway hand segments by URLs, and have results put into stores, in private or loopback networks.',
    ),
})

/** Parsed settings. */
export type OrchestratorConfig = z.output<typeof orchestratorConfigSchema>
/** Settings as written in a file: everything optional, amounts as decimal text. */
export type OrchestratorConfigInput = z.input<typeof orchestratorConfigSchema>
