import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inflationDivisor, percOf, percOfFraction, preciseDivisor } from './perc.ts'

const amount = fc.bigInt({ min: 0n, max: 10n ** 27n })

test('two floors lose more than one: a third of 10 is 3.33333 of a million parts first', () => {
  expect(percOfFraction(3_000_000n, { numerator: 1n, denominator: 3n }, 1_000_000n)).toBe(999_999n)
  expect(percOfFraction(3_000_000n, { numerator: 1n, denominator: 3n }, inflationDivisor)).toBe(999_999n)
  expect(percOf(1_000_001n, 500_000n, 1_000_000n)).toBe(500_000n)
})

test('a fraction of an amount is never more than the exact one, and the whole is the whole', () => {
  fc.assert(
    fc.property(amount, amount, fc.bigInt({ min: 1n, max: 10n ** 27n }), (a, n, d) => {
      expect(percOfFraction(a, { numerator: n, denominator: d }, preciseDivisor) * d <= a * n).toBe(true)
      expect(percOfFraction(a, { numerator: d, denominator: d }, preciseDivisor)).toBe(a)
    }),
  )
})

test('error: a denominator of 0', () => {
  expect(() => percOfFraction(1n, { numerator: 1n, denominator: 0n }, inflationDivisor)).toThrow(RangeError)
})
