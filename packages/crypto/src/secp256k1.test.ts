import { secp256k1 as noble } from '@noble/curves/secp256k1.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CryptoUnavailableError } from './errors.ts'
import { secp256k1Backend, selectBackend } from './secp256k1.ts'
import type { Secp256k1 } from './secp256k1-backend.ts'
import { loadNativeSecp256k1 } from './secp256k1-native.ts'
import { loadWasmSecp256k1 } from './secp256k1-wasm.ts'

const wasm = await loadWasmSecp256k1()
const hasPrebuilt = process.platform === 'linux' && process.arch === 'x64'
const backends = hasPrebuilt ? [loadNativeSecp256k1(), wasm] : [wasm]

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const bytes32 = (value: bigint) => Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'))
const privateKeys = fc.bigInt({ min: 1n, max: order - 1n }).map(bytes32)
const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('where a native build exists it is the one in use', () => {
  expect(secp256k1Backend()).toBe(hasPrebuilt ? 'native' : 'wasm')
})

test('the script implementation that the native package falls back to is never loaded', () => {
  const required = Object.keys(process.getBuiltinModule('node:module').createRequire(import.meta.url).cache)
  expect(required.some((file) => file.includes('secp256k1'))).toBe(hasPrebuilt)
  expect(required.filter((file) => /elliptic/.test(file))).toEqual([])
})

describe.each(backends)('$name', (backend) => {
  test('signs as the reference does, with a low S', () => {
    fc.assert(
      fc.property(hashes, privateKeys, (hash, privateKey) => {
        const expected = noble.sign(hash, privateKey, { prehash: false, lowS: true, format: 'recovered' })
        const { compact, recoveryId } = backend.sign(hash, privateKey)
        expect(Uint8Array.of(recoveryId, ...compact)).toEqual(expected)
        expect(backend.publicKey(privateKey)).toEqual(noble.getPublicKey(privateKey, false))
      }),
      { numRuns: 40 },
    )
  })

  test('recovers what the reference recovers from any bytes, and nothing where it finds nothing', () => {
    const signatures = fc.oneof(
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      fc.tuple(hashes, privateKeys).map(([hash, key]) => noble.sign(hash, key, { prehash: false })),
      fc
        .constantFrom(0n, 1n, order - 1n, order, order + 1n, (1n << 256n) - 1n)
        .chain((r) =>
          fc.constantFrom(0n, 1n, order - 1n, order).map((s) => Uint8Array.of(...bytes32(r), ...bytes32(s))),
        ),
    )
    fc.assert(
      fc.property(
        hashes,
        signatures,
        fc.constantFrom(0 as const, 1 as const),
        (hash, compact, recoveryId) => {
          expect(backend.recover(hash, compact, recoveryId)).toEqual(nobleRecover(hash, compact, recoveryId))
        },
      ),
      { numRuns: 120 },
    )
  })

  test('knows private keys from other numbers', () => {
    expect(backend.isPrivateKey(bytes32(1n))).toBe(true)
    expect(backend.isPrivateKey(bytes32(order - 1n))).toBe(true)
    for (const value of [0n, order, order + 1n]) expect(backend.isPrivateKey(bytes32(value))).toBe(false)
    for (const length of [0, 31, 33]) expect(backend.isPrivateKey(new Uint8Array(length).fill(1))).toBe(false)
  })
})

test('the next implementation is taken when one does not load', async () => {
  const broken = () => {
    throw new Error('no prebuilt binary')
  }
  expect((await selectBackend([broken, () => wasm])).name).toBe('wasm')
})

test('error: an implementation with wrong answers is not taken', async () => {
  const lying: Secp256k1 = { ...wasm, sign: () => ({ compact: new Uint8Array(64), recoveryId: 0 }) }
  const forgetful: Secp256k1 = { ...wasm, recover: () => undefined }
  await expect(selectBackend([() => lying, () => forgetful])).rejects.toThrow(CryptoUnavailableError)
})

function nobleRecover(hash: Uint8Array, compact: Uint8Array, recoveryId: 0 | 1): Uint8Array | undefined {
  try {
    return noble.Signature.fromBytes(compact, 'compact')
      .addRecoveryBit(recoveryId)
      .recoverPublicKey(hash)
      .toBytes(false)
  } catch {
    return undefined
  }
}
