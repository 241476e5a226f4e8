import { InvalidHexError } from './errors.ts'

export type Hex = `0x${string}`
/** A 20-byte account. Checksummed (EIP-55) when made here; compare with {@link isSameAddress}. */
export type Address = `0x${string}`

const hexPattern = /^0x(?:[0-9a-fA-F]{2})*$/

/** The bytes of a `0x…` string. @throws {InvalidHexError} when it has no prefix, an odd length or other characters. */
export function hexToBytes(hex: string): Uint8Array {
  if (!hexPattern.test(hex)) throw new InvalidHexError({ length: hex.length })
  const bytes = new Uint8Array((hex.length - 2) / 2)
  // Buffer stops silently at the first bad character, hence the pattern above.
  Buffer.from(bytes.buffer).write(hex.slice(2), 'hex')
  return bytes
}

/** Lower-case `0x…` string of the bytes. */
export function bytesToHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}
