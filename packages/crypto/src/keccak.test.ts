import { keccak_256 } from '@noble/hashes/sha3.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToHex } from './hex.ts'
import { keccak256 } from './keccak.ts'

test('the hash of nothing is the known one', () => {
  expect(bytesToHex(keccak256(new Uint8Array(0)))).toBe(
    '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  )
})

test('any bytes have the hash that the reference gives them, at every length around the block size', () => {
  for (let length = 0; length < 300; length++) {
    const bytes = new Uint8Array(length).fill(length)
    expect(keccak256(bytes)).toEqual(keccak_256(bytes))
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70_000 }), (bytes) => {
      expect(keccak256(bytes)).toEqual(keccak_256(bytes))
    }),
    { numRuns: 50 },
  )
})

test('a hash stays as it is when others are made', () => {
  const first = keccak256(Uint8Array.of(1))
  const copy = Uint8Array.from(first)
  keccak256(Uint8Array.of(2))
  expect(first).toEqual(copy)
})

test('a view of a larger buffer is hashed alone', () => {
  const buffer = new Uint8Array(64).fill(7)
  expect(keccak256(buffer.subarray(5, 40))).toEqual(keccak_256(new Uint8Array(35).fill(7)))
})
