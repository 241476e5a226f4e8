import { IntegerOutOfRangeError } from './errors.ts'

const uint256End = 1n << 256n

/** Big-endian without leading zeros; zero is empty (the form of integers in wire messages). @throws {IntegerOutOfRangeError} when negative. */
export function bigintToMinimalBytes(value: bigint): Uint8Array {
  if (value < 0n) throw new IntegerOutOfRangeError({ type: 'uint' })
  if (value === 0n) return new Uint8Array(0)
  const hex = value.toString(16)
  return Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'))
}

/** The unsigned big-endian integer in the bytes; none is zero. */
export function bytesToBigint(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`)
}

/** A uint256 as 32 big-endian bytes (the form of integers in hashes). @throws {IntegerOutOfRangeError} when it is not a uint256. */
export function bigintToBytes32(value: bigint): Uint8Array {
  if (value < 0n || value >= uint256End) throw new IntegerOutOfRangeError({ type: 'uint256' })
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'))
}

/** All parts one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
