/** Kinds of settings that both roles have. */
import { z } from 'zod'

export const port = z.int().min(0).max(65_535)
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address of 20 bytes in hexadecimal')

/** In JSON amounts are decimal strings, since they outgrow a double. */
export const wei = z
  .union([
    z.string().regex(/^\d{1,78}$/, 'must be a whole number of wei, as decimal text'),
    z.int().nonnegative(),
    z.bigint().nonnegative(),
  ])
  .transform(BigInt)

/** On the wire both parts of a price are numbers of 64 bits. */
const isPriceable = (value: bigint) => value < 2n ** 63n

export const price = z.strictObject({
  wei: wei.refine(isPriceable, 'is more than a price can be').describe('Wei for `pixels` pixels.'),
  pixels: wei
    .refine((value) => value > 0n, 'must be at least 1')
    .refine(isPriceable, 'is more than a price can be')
    .default(1n),
})

/** A price in dollars, converted by a feed on the chain. */
export const usdPrice = z.strictObject({
  usd: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,18})?$/, 'must be dollars as decimal text')
    .describe('Dollars for `pixels` pixels.'),
  pixels: wei.refine((value) => value > 0n, 'must be at least 1'),
})

export const region = z
  .string()
  .max(64)
  .regex(/^[\w .-]*$/)
  .default('')

/** What whoever orders work asks of an endpoint. */
export const endpointProof = z
  .enum(['off', 'check', 'require'])
  .default('check')
  .describe(
    'Whether orchestrators have to prove that they hold a key of their staking account. check: refuses those that prove another one; require: also those that prove none, as many of the live network do.',
  )

/** What a node logs, and where to. Whoever uses a role as a library passes a logger instead. */
export const logSettings = {
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
  logFile: z
    .string()
    .min(1)
    .optional()
    .describe('File of the log, one for each node; reopened at SIGHUP. Unset: standard error.'),
  logFileMaxBytes: z
    .int()
    .min(0)
    .default(100_000_000)
    .describe(
      'A log file that would get larger is put aside as FILE.1; 0: never, another program rotates it.',
    ),
  logFilesKept: z.int().min(0).max(1_000).default(5).describe('Log files put aside that are kept.'),
}

export const rpcUrls = z
  .array(z.url())
  .default([])
  .describe('JSON-RPC URLs of the chain, first one preferred; none means off chain.')

export const passwordFile = z.string().optional().describe('File whose first line unlocks keystoreFile.')

export const signerUrl = z
  .url({ protocol: /^https?$/, error: 'must be the http(s) URL of a signer' })
  .optional()
  .describe('Signer with the key, such as clef or web3signer (JSON-RPC), instead of keystoreFile.')

export const signerAddress = address.optional().describe('Account at the signer; needed when it has several.')

export const blockPollMs = z
  .int()
  .min(50)
  .max(60_000)
  .default(1_000)
  .describe('How often the chain is asked for new blocks.')

export const operatorHost = z
  .string()
  .min(1)
  .default('127.0.0.1')
  .describe('Address of the operator API (health, metrics, status, control by token); keep it private.')

/** Port of the operator API, with a usual one for each role. */
export function operatorPort(usual: number) {
  return port.default(usual).describe('Port of the operator API; 0 takes a free port.')
}

export const encoder = z
  .enum(['auto', 'software', 'nvenc', 'qsv', 'vaapi'])
  .default('auto')
  .describe(
    'What encodes: `auto` takes the first hardware encoder that passes a trial at start, and software where none does.',
  )
