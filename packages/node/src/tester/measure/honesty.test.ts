import { createPrice } from '@millrace/payments'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { honestyOf } from './honesty.ts'

const amount = fc.bigInt({ min: 1n, max: 10n ** 15n })

test('who asks what it said or less, for what it made or less, is honest', () => {
  fc.assert(
    fc.property(
      amount,
      amount,
      amount,
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      (price, unit, pixels, less) => {
        const advertised = createPrice(price + less, unit)
        const asked = createPrice(price, unit)
        expect(honestyOf({ advertised, asked, claimedPixels: pixels, countedPixels: pixels + less })).toBe(1)
      },
    ),
  )
})

/** Fractions become numbers to nine digits, cut off. */
const digits = 8

test('who asks several times as much has that part of honesty, by price or by pixels', () => {
  fc.assert(
    fc.property(amount, amount, fc.bigInt({ min: 2n, max: 1_000n }), (price, pixels, times) => {
      const advertised = createPrice(price, 7n)
      const bill = { advertised, countedPixels: pixels }
      const part = 1 / Number(times)
      const dear = createPrice(price * times, 7n)
      expect(honestyOf({ ...bill, asked: dear, claimedPixels: pixels })).toBeCloseTo(part, digits)
      expect(honestyOf({ ...bill, asked: advertised, claimedPixels: pixels * times })).toBeCloseTo(
        part,
        digits,
      )
    }),
  )
})

test('without prices only pixels count; free work that is charged for is not honest at all', () => {
  const [advertised, asked] = [undefined, undefined]
  expect(honestyOf({ advertised, asked, claimedPixels: 200n, countedPixels: 100n })).toBe(0.5)
  expect(honestyOf({ advertised, asked, claimedPixels: 100n, countedPixels: 100n })).toBe(1)
  const free = { advertised: createPrice(0n, 1n), claimedPixels: 100n, countedPixels: 100n }
  expect(honestyOf({ ...free, asked: createPrice(1n, 1n) })).toBe(0)
})
