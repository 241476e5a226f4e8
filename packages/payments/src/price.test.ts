import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidPriceError, PriceDoubledError, PriceTooHighError } from './errors.ts'
import { Fraction } from './fraction.ts'
import {
  assertAcceptablePrice,
  comparePrices,
  createPrice,
  feeWei,
  formatPrice,
  freePrice,
  priceFraction,
  withRedemptionOverhead,
} from './price.ts'

const maxInt64 = (1n << 63n) - 1n
const int64 = fc.oneof(fc.bigInt({ min: 1n, max: 10_000n }), fc.bigInt({ min: 1n, max: maxInt64 }))

test('a price has one form, however it is written', () => {
  expect(createPrice(2n, 4n)).toEqual({ weiPerUnit: 1n, pixelsPerUnit: 2n })
  expect(createPrice(0n, 17n)).toEqual(freePrice)
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 1n << 31n }),
      fc.bigInt({ min: 1n, max: 1n << 31n }),
      fc.bigInt({ min: 1n, max: 1n << 31n }),
      (n, d, k) => {
        expect(createPrice(n * k, d * k)).toEqual(createPrice(n, d))
      },
    ),
  )
})

test('error: what does not fit an int64, is negative or has no pixels is no price', () => {
  expect(createPrice(maxInt64, maxInt64)).toEqual({ weiPerUnit: 1n, pixelsPerUnit: 1n })
  const bad: [bigint, bigint][] = [
    [-1n, 1n],
    [1n, 0n],
    [1n, -1n],
    [-1n, -1n],
    [0n, 0n],
    [maxInt64 + 1n, 1n],
    [1n, maxInt64 + 1n],
  ]
  for (const [wei, pixels] of bad) expect(() => createPrice(wei, pixels)).toThrow(InvalidPriceError)
})

test('prices compare by what a pixel costs', () => {
  expect(comparePrices(createPrice(1n, 3n), createPrice(1n, 2n))).toBe(-1)
  expect(comparePrices(createPrice(3n, 6n), createPrice(1n, 2n))).toBe(0)
  expect(comparePrices(createPrice(maxInt64, 1n), createPrice(1n, maxInt64))).toBe(1)
})

test('fees add up exactly however the pixels are split', () => {
  fc.assert(
    fc.property(
      int64,
      int64,
      fc.bigInt({ min: 0n, max: 1n << 50n }),
      fc.bigInt({ min: 0n, max: 1n << 50n }),
      (n, d, a, b) => {
        const price = createPrice(n, d)
        expect(
          feeWei(price, a)
            .plus(feeWei(price, b))
            .equals(feeWei(price, a + b)),
        ).toBe(true)
      },
    ),
  )
})

test('the overhead is the part of the face value that redeeming costs, cut to thousandths', () => {
  const facts = { txCostWei: 1n, faceValueWei: 100n }
  expect(formatPrice(withRedemptionOverhead(createPrice(1000n, 1n), facts))).toBe('1010')
  expect(formatPrice(withRedemptionOverhead(createPrice(1n, 3n), facts))).toBe('42/125') // 0.33666… → 0.336
  expect(
    formatPrice(withRedemptionOverhead(createPrice(100n, 1n), { txCostWei: 100n, faceValueWei: 50n })),
  ).toBe('300')
})

test('the overhead never lowers a price, and never by more than it should raises it', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 1n << 40n }),
      fc.bigInt({ min: 1n, max: 1n << 20n }),
      fc.bigInt({ min: 0n, max: 1n << 60n }),
      fc.bigInt({ min: 1n, max: 1n << 70n }),
      (n, d, txCostWei, faceValueWei) => {
        fc.pre(txCostWei <= faceValueWei)
        const price = createPrice(n, d)
        const raised = withRedemptionOverhead(price, { txCostWei, faceValueWei })
        expect(comparePrices(raised, price)).not.toBe(-1)
        const limit = priceFraction(price).times(Fraction.of(faceValueWei + txCostWei, faceValueWei))
        expect(limit.isLessThan(priceFraction(raised))).toBe(false)
      },
    ),
  )
})

test('a price below a thousandth of a wei stays payable', () => {
  const price = createPrice(1n, 10_000n)
  expect(withRedemptionOverhead(price, { txCostWei: 1n, faceValueWei: 100n })).toEqual(price)
  expect(withRedemptionOverhead(freePrice, { txCostWei: 1n, faceValueWei: 100n })).toEqual(freePrice)
})

test('error: a price above the maximum, or above twice the first, is not paid', () => {
  const price = createPrice(201n, 1n)
  expect(() => assertAcceptablePrice(price, { maxPrice: createPrice(200n, 1n) })).toThrow(PriceTooHighError)
  expect(() => assertAcceptablePrice(price, { initialPrice: createPrice(100n, 1n) })).toThrow(
    PriceDoubledError,
  )
  assertAcceptablePrice(createPrice(200n, 1n), {
    maxPrice: createPrice(200n, 1n),
    initialPrice: createPrice(100n, 1n),
  })
  assertAcceptablePrice(price, {})
})
