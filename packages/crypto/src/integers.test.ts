import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IntegerOutOfRangeError, InvalidHexError } from './errors.ts'
import { bytesToHex, hexToBytes } from './hex.ts'
import { bigintToBytes32, bigintToMinimalBytes, bytesToBigint, concatBytes } from './integers.ts'

const uint256 = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })

test('any uint256 comes back from its minimal bytes, which begin with no zero', () => {
  fc.assert(
    fc.property(uint256, (value) => {
      const bytes = bigintToMinimalBytes(value)
      expect(bytesToBigint(bytes)).toBe(value)
      expect(bytes[0]).not.toBe(0)
    }),
  )
})

test('zero is no bytes at all', () => {
  expect(bigintToMinimalBytes(0n)).toEqual(new Uint8Array(0))
  expect(bytesToBigint(new Uint8Array(0))).toBe(0n)
})

test('any uint256 comes back from its 32 bytes', () => {
  fc.assert(
    fc.property(uint256, (value) => {
      const bytes = bigintToBytes32(value)
      expect(bytes.length).toBe(32)
      expect(bytesToBigint(bytes)).toBe(value)
    }),
  )
})

test('error: an integer that is negative or too large has no bytes', () => {
  expect(() => bigintToMinimalBytes(-1n)).toThrow(IntegerOutOfRangeError)
  expect(() => bigintToBytes32(-1n)).toThrow(IntegerOutOfRangeError)
  expect(() => bigintToBytes32(1n << 256n)).toThrow(IntegerOutOfRangeError)
})

test('any bytes come back from their text, also when they are a view of a larger buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(8), (bytes, offset) => {
      const view = concatBytes(new Uint8Array(offset), bytes, new Uint8Array(3)).subarray(offset)
      const hex = bytesToHex(view.subarray(0, bytes.length))
      expect(hex).toMatch(/^0x[0-9a-f]*$/)
      expect(hexToBytes(hex)).toEqual(bytes)
      expect(hexToBytes(`0x${hex.slice(2).toUpperCase()}`)).toEqual(bytes)
    }),
  )
})

test('error: text that is not hexadecimal is refused and not repeated', () => {
  for (const text of ['', '0', '12', '0x1', '0xzz', '0x12 ', ' 0x12', '0X12', '0x12\n', '0x0g']) {
    expect(() => hexToBytes(text), text).toThrow(InvalidHexError)
  }
  expect(() => hexToBytes('0xsecret')).toThrow(/^(?!.*secret)/)
})

test('concatBytes keeps order and copies', () => {
  const first = Uint8Array.of(1, 2)
  const joined = concatBytes(first, new Uint8Array(0), Uint8Array.of(3))
  first[0] = 9
  expect(joined).toEqual(Uint8Array.of(1, 2, 3))
})
