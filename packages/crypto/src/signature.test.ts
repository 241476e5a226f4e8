import { secp256k1 as noble } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import vectors from '../../../vectors/signatures.json' with { type: 'json' }
import { InvalidPrivateKeyError } from './errors.ts'
import { bytesToHex, type Hex, hexToBytes } from './hex.ts'
import { bytesToBigint, concatBytes } from './integers.ts'
import { personalMessageHash, recoverMessageSigner, verifyMessage } from './signature.ts'
import { localSigner } from './signer.ts'

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const signer = localSigner('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')
const message = new TextEncoder().encode('a segment')
const signature = await signer.signMessage(message)

describe('golden vectors', () => {
  test.each(vectors)('$name', async (vector) => {
    const bytes = hexToBytes(vector.message)
    const made = localSigner(vector.privateKey as Hex)
    expect(made.address).toBe(vector.address)
    expect(bytesToHex(personalMessageHash(bytes))).toBe(vector.messageHash)
    expect(bytesToHex(await made.signMessage(bytes))).toBe(vector.signature)
    expect(recoverMessageSigner(bytes, hexToBytes(vector.signature))).toBe(vector.address)
  })
})

test('the flattened segment data of the wire has its known hash', () => {
  const flattened = concatBytes(
    new TextEncoder().encode('abcdef'),
    hexToBytes(`0x${(1234).toString(16).padStart(64, '0')}`),
    concatBytes(new TextEncoder().encode('browns'), new Uint8Array(26)),
    new TextEncoder().encode('fca40bf9c0a6517a'),
  )
  expect(bytesToHex(keccak_256(flattened))).toBe(
    '0x08a398e7e7a5a545b0b07d9e7e1eab52b4131e0df1621bd53ee6e7550a15465b',
  )
  expect(vectors.find(({ name }) => name === 'hash of flattened segment data')?.message).toBe(
    '0x08a398e7e7a5a545b0b07d9e7e1eab52b4131e0df1621bd53ee6e7550a15465b',
  )
})

test('whoever signs any message is recovered from it, as the reference says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.bigInt({ min: 1n, max: order - 1n }),
      async (bytes, key) => {
        const hex: Hex = `0x${key.toString(16).padStart(64, '0')}`
        const someone = localSigner(hex)
        const signed = await someone.signMessage(bytes)
        expect(recoverMessageSigner(bytes, signed)).toBe(someone.address)
        const publicKey = noble.getPublicKey(hexToBytes(hex), false)
        expect(bytesToHex(keccak_256(publicKey.subarray(1)).subarray(12))).toBe(someone.address.toLowerCase())
        expect(bytesToBigint(signed.subarray(32, 64)) <= order / 2n).toBe(true)
      },
    ),
    { numRuns: 30 },
  )
})

test('a signature holds for its signer and message alone', () => {
  expect(verifyMessage(signer.address, message, signature)).toBe(true)
  expect(verifyMessage(signer.address.toLowerCase(), message, signature)).toBe(true)
  expect(verifyMessage('0x0000000000000000000000000000000000000000', message, signature)).toBe(false)
  expect(verifyMessage(signer.address, concatBytes(message, Uint8Array.of(0)), signature)).toBe(false)
})

test('error: the second form of a signature (high S) is refused', () => {
  const s = order - bytesToBigint(signature.subarray(32, 64))
  const twin = Uint8Array.from(signature)
  twin.set(hexToBytes(`0x${s.toString(16).padStart(64, '0')}`), 32)
  twin[64] = signature[64] === 27 ? 28 : 27
  expect(recoverMessageSigner(message, twin)).toBeUndefined()
})

test('error: a V other than 27 and 28 is refused', () => {
  for (let v = 0; v < 256; v++) {
    if (v === 27 || v === 28) continue
    const other = Uint8Array.from(signature)
    other[64] = v
    expect(recoverMessageSigner(message, other), `V ${v}`).toBeUndefined()
  }
})

test('error: other lengths, the compact form among them, are refused', () => {
  for (const length of [0, 1, 63, 64, 66, 130]) {
    const other = new Uint8Array(length)
    other.set(signature.subarray(0, Math.min(length, 65)))
    expect(recoverMessageSigner(message, other), `${length} bytes`).toBeUndefined()
  }
})

test('error: hostile bytes never throw, and are never from our signer', () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 130 }),
    fc
      .tuple(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.constantFrom(27, 28))
      .map(([rs, v]) => Uint8Array.of(...rs, v)),
    fc.tuple(fc.nat(64), fc.integer({ min: 1, max: 255 })).map(([index, flip]) => {
      const bytes = Uint8Array.from(signature)
      bytes[index] = (bytes[index] ?? 0) ^ flip
      return bytes
    }),
  )
  fc.assert(
    fc.property(hostile, (bytes) => {
      expect(verifyMessage(signer.address, message, bytes)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('error: a key that is none is refused and not repeated', () => {
  const tooLarge: Hex = `0x${order.toString(16)}`
  for (const key of [`0x${'00'.repeat(32)}`, tooLarge, '0x', '0x1234', `0x${'zz'.repeat(32)}`] as Hex[]) {
    expect(() => localSigner(key)).toThrow(InvalidPrivateKeyError)
  }
  try {
    localSigner('0xdeadbeef')
  } catch (error) {
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('deadbeef')
  }
})

test('nothing of the key can be read off a signer', () => {
  expect(JSON.stringify(signer)).not.toContain('59c6995e')
  expect(Object.keys(signer).sort()).toEqual(['address', 'signMessage'])
})
