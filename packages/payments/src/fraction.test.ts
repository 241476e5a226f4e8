import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Fraction, maxFraction } from './fraction.ts'

const integers = fc.bigInt({ min: -(1n << 300n), max: 1n << 300n })
const fractions = fc
  .tuple(integers, fc.bigInt({ min: 1n, max: 1n << 300n }), fc.boolean())
  .map(([n, d, negate]) => (negate ? Fraction.of(-n, -d) : Fraction.of(n, d)))

test('sums and products obey the laws of arithmetic exactly', () => {
  fc.assert(
    fc.property(fractions, fractions, fractions, (a, b, c) => {
      expect(a.plus(b).equals(b.plus(a))).toBe(true)
      expect(
        a
          .plus(b)
          .plus(c)
          .equals(a.plus(b.plus(c))),
      ).toBe(true)
      expect(a.plus(b).minus(b).equals(a)).toBe(true)
      expect(a.times(b.plus(c)).equals(a.times(b).plus(a.times(c)))).toBe(true)
      if (!b.isZero()) expect(a.times(b).dividedBy(b).equals(a)).toBe(true)
    }),
  )
})

test('a sum is what the textbook says', () => {
  fc.assert(
    fc.property(fractions, fractions, (a, b) => {
      const { numerator, denominator } = a.plus(b)
      const expected = a.numerator * b.denominator + b.numerator * a.denominator
      expect(numerator * a.denominator * b.denominator).toBe(expected * denominator)
      expect(denominator > 0n).toBe(true)
    }),
  )
})

test('adding the same value n times is n times the value, with no larger denominator', () => {
  fc.assert(
    fc.property(fractions, fc.integer({ min: 1, max: 50 }), (value, n) => {
      let sum = Fraction.zero
      for (let i = 0; i < n; i++) sum = sum.plus(value)
      expect(sum.equals(value.times(BigInt(n)))).toBe(true)
      expect(sum.denominator).toBe(value.denominator)
    }),
  )
})

test('floor and ceil are the neighbours below and above', () => {
  fc.assert(
    fc.property(fractions, (value) => {
      const floor = value.floor()
      const ceil = value.ceil()
      expect(value.isLessThan(Fraction.of(floor))).toBe(false)
      expect(value.isLessThan(Fraction.of(floor + 1n))).toBe(true)
      expect(Fraction.of(ceil).isLessThan(value)).toBe(false)
      expect(ceil - floor).toBe(value.equals(Fraction.of(floor)) ? 0n : 1n)
    }),
  )
  expect(Fraction.of(-7n, 2n).floor()).toBe(-4n)
  expect(Fraction.of(-7n, 2n).ceil()).toBe(-3n)
  expect(Fraction.of(-6n, 2n).floor()).toBe(-3n)
})

test('the order is total and agrees with differences', () => {
  fc.assert(
    fc.property(fractions, fractions, (a, b) => {
      expect(a.compare(b)).toBe(-b.compare(a))
      expect(a.isLessThan(b)).toBe(a.minus(b).isNegative())
      expect(maxFraction(a, b).isLessThan(a) || maxFraction(a, b).isLessThan(b)).toBe(false)
    }),
  )
})

test('lowest terms keep the value', () => {
  fc.assert(
    fc.property(fractions, fc.bigInt({ min: 1n, max: 1n << 64n }), (value, factor) => {
      const blown = Fraction.of(value.numerator * factor, value.denominator * factor).reduced()
      expect(blown.equals(value)).toBe(true)
      expect(blown.denominator).toBe(value.reduced().denominator)
    }),
  )
  expect(Fraction.of(6n, -4n).toString()).toBe('-3/2')
  expect(Fraction.of(-8n, -4n).toString()).toBe('2')
  expect(Fraction.of(1n, 8n).toNumber()).toBe(0.125)
})

test('error: nothing is divided by zero', () => {
  expect(() => Fraction.of(1n, 0n)).toThrow(RangeError)
  expect(() => Fraction.of(1n).dividedBy(Fraction.zero)).toThrow(RangeError)
})
