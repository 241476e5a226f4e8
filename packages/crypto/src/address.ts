import { InvalidAddressError } from './errors.ts'
import { type Address, hexToBytes } from './hex.ts'
import { keccak256 } from './keccak.ts'

/** The address of no one: 20 zero bytes. */
export const zeroAddress: Address = '0x0000000000000000000000000000000000000000'

/**
 * The address with EIP-55 capitals.
 * @throws {InvalidAddressError} when it has not 20 bytes
 * @throws {InvalidHexError} when it is text and not hexadecimal
 */
export function toChecksumAddress(address: Uint8Array | string): Address {
  const bytes = typeof address === 'string' ? hexToBytes(address) : address
  if (bytes.length !== 20) throw new InvalidAddressError({ byteLength: bytes.length })
  const lower = Buffer.from(bytes.buffer, bytes.byteOffset, 20).toString('hex')
  const hash = keccak256(Buffer.from(lower, 'latin1'))
  let text = '0x'
  for (let i = 0; i < 40; i++) {
    const nibble = ((hash[i >> 1] ?? 0) >> (i % 2 === 0 ? 4 : 0)) & 0xf
    const character = lower.charAt(i)
    text += nibble >= 8 ? character.toUpperCase() : character
  }
  return text as Address
}

/** The 20 bytes of an address. @throws {InvalidAddressError} when it has not 20. @throws {InvalidHexError} when it is not hexadecimal. */
export function addressToBytes(address: string): Uint8Array {
  const bytes = hexToBytes(address)
  if (bytes.length !== 20) throw new InvalidAddressError({ byteLength: bytes.length })
  return bytes
}

/** Whether both name one account, whatever their capitals. */
export function isSameAddress(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase()
}

/** The last 20 bytes of the hash of an uncompressed public key (65 bytes, the leading 4 is not hashed). */
export function publicKeyToAddressBytes(publicKey: Uint8Array): Uint8Array {
  return keccak256(publicKey.subarray(1)).subarray(12)
}
