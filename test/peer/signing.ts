import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { join } from './protobuf.ts'

export const keccak = (...parts: readonly Uint8Array[]): Uint8Array => keccak_256(join(...parts))
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/^0x/, ''), 'hex'))

/** Big-endian without leading zeros; zero has no bytes at all. */
export function minimalBytes(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array()
  const hex = value.toString(16)
  return fromHex(hex.length % 2 ? `0${hex}` : hex)
}

export function bytes32(value: bigint | Uint8Array): Uint8Array {
  const raw = typeof value === 'bigint' ? minimalBytes(value) : value
  return join(new Uint8Array(32 - raw.length), raw)
}

export function toBigint(raw: Uint8Array): bigint {
  return raw.length === 0 ? 0n : BigInt(`0x${toHex(raw)}`)
}

/** A private key with its 20 address bytes. */
export interface Key {
  readonly secret: Uint8Array
  readonly address: Uint8Array
}

export function keyOf(secret: Uint8Array | string): Key {
  const raw = typeof secret === 'string' ? fromHex(secret) : secret
  return { secret: raw, address: addressOf(secp256k1.getPublicKey(raw, false)) }
}

const addressOf = (publicKey: Uint8Array): Uint8Array => keccak(publicKey.slice(1)).slice(12)

/** `0x` and 40 digits, upper case where EIP-55 says so. */
export function checksummed(address: Uint8Array): string {
  const digits = toHex(address)
  const hash = toHex(keccak(ascii(digits)))
  const cased = [...digits].map((digit, at) =>
    Number.parseInt(hash[at] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return `0x${cased.join('')}`
}

function textHash(message: Uint8Array): Uint8Array {
  return keccak(ascii(`\x19Ethereum Signed Message:\n${message.length}`), message)
}

/** R‖S‖V with V 27 or 28. */
export function ethSign({ secret }: Key, message: Uint8Array): Uint8Array {
  const signed = secp256k1.sign(textHash(message), secret, { prehash: false, format: 'recovered' })
  return join(signed.slice(1), Uint8Array.of(27 + (signed[0] ?? 0)))
}

/** @returns the signer's 20 bytes, or undefined for a signature that the network refuses. */
export function ethRecover(message: Uint8Array, sig: Uint8Array): Uint8Array | undefined {
  const v = sig[64]
  if (sig.length !== 65 || (v !== 27 && v !== 28)) return undefined
  if (toBigint(sig.slice(32, 64)) > secp256k1.Point.Fn.ORDER / 2n) return undefined
  const recovered = join(Uint8Array.of(v - 27), sig.slice(0, 64))
  try {
    const compressed = secp256k1.recoverPublicKey(recovered, textHash(message), { prehash: false })
    return addressOf(secp256k1.Point.fromBytes(compressed).toBytes(false))
  } catch {
    return undefined
  }
}

/** The same signature with S above half the order: a malleated copy that must not be taken. */
export function withHighS(sig: Uint8Array): Uint8Array {
  const s = secp256k1.Point.Fn.ORDER - toBigint(sig.slice(32, 64))
  return join(sig.slice(0, 32), bytes32(s), Uint8Array.of(sig[64] === 27 ? 28 : 27))
}

/** What is signed to ask for terms: the address as checksummed text, hashed. */
export const addressMessage = (address: Uint8Array): Uint8Array => keccak(ascii(checksummed(address)))

export interface SignedSegment {
  readonly manifestId: string
  readonly seq: bigint
  readonly hash: Uint8Array
  readonly names: readonly string[]
}

/** Manifest ‖ number in 32 bytes ‖ hash ‖ four hashed bytes of each profile name, as hexadecimal text. */
export function flatten({ manifestId, seq, hash, names }: SignedSegment): Uint8Array {
  const prints = names.map((name) => toHex(keccak(ascii(name)).slice(0, 4))).join('')
  return join(ascii(manifestId), bytes32(seq), bytes32(hash), ascii(prints))
}

export const segmentMessage = (segment: SignedSegment): Uint8Array => keccak(flatten(segment))

/** Hash over the hashes of all renditions in the order of the profiles. */
export function resultMessage(renditions: readonly Uint8Array[]): Uint8Array {
  return keccak(...renditions.map((rendition) => keccak(rendition)))
}
