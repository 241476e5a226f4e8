import { readFile } from 'node:fs/promises'
import type { LinkConsent } from '@millrace/common/identity'
import { type Hex, toChecksumAddress } from '@millrace/crypto'
import { z } from 'zod'
import { ConsentFileError } from './errors.ts'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'an address')
  .transform((text) => toChecksumAddress(text as `0x${string}`))
const whole = z
  .string()
  .regex(/^\d{1,78}$/, 'a whole number')
  .transform(BigInt)

const schema = z.strictObject({
  kind: z.enum(['link', 'unlink']),
  chainId: z.int().positive(),
  registry: address,
  account: address,
  main: address,
  linked: address,
  nonce: whole,
  deadline: whole,
  // A contract's signature may be as long as it likes, within reason.
  signature: z
    .string()
    .regex(/^0x(?:[0-9a-fA-F]{2}){1,2048}$/, 'hexadecimal')
    .transform((text) => text as Hex)
    .optional(),
})

/** A consent as it travels between machines, signed or still to be signed. */
export interface ConsentFile extends LinkConsent {
  readonly signature?: Hex | undefined
}

/** @throws {ConsentFileError} when it cannot be read or is none. */
export async function readConsent(file: string): Promise<ConsentFile> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message
    throw new ConsentFileError({ file, reason, cause })
  }
}
