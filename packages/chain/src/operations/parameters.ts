/** Kinds of parameters that operations take; everything is text, so that it travels in JSON without loss. */
import { type Address, toChecksumAddress } from '@millrace/crypto'
import { isAddress } from 'viem'
import { z } from 'zod'

const uint256Limit = 2n ** 256n

function wholeNumber(what: string) {
  return z
    .string()
    .regex(/^\d{1,78}$/, `must be ${what}, as decimal text`)
    .transform(BigInt)
    .refine((value) => value < uint256Limit, 'is too large')
}

export const etherWei = wholeNumber('a whole number of wei')
export const tokenWei = wholeNumber('a whole number of the token’s smallest unit (10^-18)')
export const wholeNumberText = wholeNumber('a whole number')

/** Where its letters are of both cases they are its checksum. */
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hexadecimal digits')
  .refine((text) => isAddress(text), 'fails its checksum: a digit is mistyped')
  .transform((text): Address => toChecksumAddress(text as Address))

export const sharePpm = wholeNumber('parts per million').refine(
  (value) => value <= 1_000_000n,
  'must be 1000000 at most',
)

export const serviceUri = z
  .string()
  .max(2_048)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.hash === ''
  }, 'must be an https URL, like https://HOST:8935')
