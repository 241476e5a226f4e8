import {
  address,
  blockPollMs,
  endpointProof,
  logSettings,
  operatorHost,
  operatorPort,
  passwordFile,
  port,
  price,
  rpcUrls,
  signerAddress,
  signerUrl,
  wei,
} from '@millrace/daemon'
import { z } from 'zod'

const httpUrl = z.url({ protocol: /^https?$/ })

const general = {
  dataDir: z
    .string()
    .min(1)
    .default('./tester-data')
    .describe('Folder of this tester’s state, and of the embedded database.'),
  ...logSettings,
  operatorHost,
  operatorPort: operatorPort(5936),
  host: z.string().min(1).default('127.0.0.1').describe('Address that scores and results are served at.'),
  port: port.default(3_003).describe('Port of scores and results; 0 takes a free port.'),
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be the postgresql URL of a database' })
    .optional()
    .describe(
      'PostgreSQL database instead of a folder, which testers of several regions may share; give it as DATABASE_URL, since others can read flags.',
    ),
  region: z
    .string({ error: 'is missing: a name such as FRA or us-east' })
    .regex(/^[A-Za-z0-9][\w.-]{0,31}$/, 'must be a name of at most 32 letters, digits, dots and dashes')
    .describe('Where this tester is; scores are told by region.'),
}

const chain = {
  rpcUrls,
  controller: address.optional().describe('Controller contract; needed unless the chain has a preset.'),
  multicall: address.optional().describe('Multicall3 contract, where it is not at its usual address.'),
  keystoreFile: z.string().optional().describe('Keystore (version 3) of the key that pays for tests.'),
  passwordFile,
  signerUrl,
  signerAddress,
  blockPollMs,
  endpointProof,
  fundsPollMs: z
    .int()
    .min(100)
    .max(600_000)
    .default(5_000)
    .describe('How often deposit and reserve are read.'),
  maxTicketEvWei: wei.default(3_000_000_000_000n).describe('Highest expected value of one ticket.'),
  maxTotalEvWei: wei
    .default(20_000_000_000_000n)
    .describe('Highest expected value of all tickets sent for one segment.'),
  maxPricePerPixel: price.optional().describe('Orchestrators asking more are not tested. Unset: any price.'),
  runSpendCapWei: wei
    .default(100_000_000_000_000n)
    .describe('Most that the tickets of one run may be worth, in expectation.'),
  dailySpendCapWei: wei
    .default(1_000_000_000_000_000n)
    .describe('Most that the tickets of a day (UTC) may be worth, in expectation.'),
}

const tests = {
  orchestrators: z
    .array(httpUrl)
    .default([])
    .describe('Service URIs to test; with a chain only those of them that are active. Needed off chain.'),
  privateOrchestrators: z
    .enum(['auto', 'allow', 'refuse'])
    .default('auto')
    .describe(
      'Whether orchestrators in private networks or on this machine are asked. auto: not on a public chain.',
    ),
  endpointProof,
  ladders: z
    .array(
      z
        .array(z.union([z.string(), z.record(z.string(), z.unknown())]))
        .min(1)
        .max(8),
    )
    .min(1)
    .max(16)
    .default([
      ['P240p30fps16x9', 'P360p30fps16x9'],
      ['P144p30fps16x9', 'P360p30fps16x9', 'P720p30fps16x9'],
    ])
    .describe('Renditions that are ordered, one list in each run in turn: names of presets or JSON.'),
  segments: z.int().min(1).max(30).default(3).describe('Two-second segments that each is sent in a run.'),
  intervalMs: z
    .int()
    .min(1_000)
    .max(7 * 86_400_000)
    .default(3_600_000)
    .describe('Runs begin about so often; up to a tenth is added or left out by chance.'),
  infoTimeoutMs: z.int().min(100).max(60_000).default(2_500).describe('Deadline of one session request.'),
  segmentTimeoutMs: z
    .int()
    .min(500)
    .max(300_000)
    .default(8_000)
    .describe('A segment whose renditions are not there by then has failed; four durations are given.'),
  verification: z
    .enum(['off', 'quick', 'thorough'])
    .default('quick')
    .describe(
      'How closely one segment of each test is looked at. thorough: always beside a transcode of its own.',
    ),
}

const results = {
  scoreWindowMs: z
    .int()
    .min(60_000)
    .default(86_400_000)
    .describe('Scores are of results that are no older than this.'),
  retentionMs: z
    .int()
    .min(60_000)
    .default(30 * 86_400_000)
    .describe('Results that are older are forgotten.'),
}

/** Settings of the tester role. Without `rpcUrls` it works off chain and pays nobody. */
export const testerConfigSchema = z.strictObject({ ...general, ...chain, ...tests, ...results })

/** Parsed settings. */
export type TesterConfig = z.output<typeof testerConfigSchema>
/** Settings as written in a file: amounts as decimal text. */
export type TesterConfigInput = z.input<typeof testerConfigSchema>
