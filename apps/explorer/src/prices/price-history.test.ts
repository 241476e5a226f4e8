import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pricesOn, readPrices, worth } from './price-history.ts'

const ether = 10n ** 18n

test('prices are found by the day in UTC that a moment is in, numbers and text alike', () => {
  const prices = readPrices({
    currency: 'EUR',
    days: { '2026-11-27': { token: '12.5', ether: 2_500.25 }, '2026-11-28': {} },
  })
  expect(pricesOn(prices, Date.UTC(2026, 10, 27, 23, 59))).toEqual({
    ...{ token: (25n * ether) / 2n, ether: (10_001n * ether) / 4n },
  })
  expect(pricesOn(prices, Date.UTC(2026, 10, 28))).toEqual({})
  expect(pricesOn(prices, Date.UTC(2026, 10, 29))).toBeUndefined()
})

test('an amount is worth its part of the price, cut and never more', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 27n })
  fc.assert(
    fc.property(amount, fc.bigInt({ min: 0n, max: 10n ** 24n }), (wei, price) => {
      const value = worth(wei, price)
      expect(value * ether <= wei * price).toBe(true)
      expect((value + 1n) * ether > wei * price).toBe(true)
    }),
  )
})

test.each([
  [undefined],
  [{ currency: 'euro', days: {} }],
  [{ currency: 'EUR', days: { yesterday: {} } }],
  [{ currency: 'EUR', days: { '2026-11-27': { token: -1 } } }],
  [{ currency: 'EUR', days: { '2026-11-27': { token: '1e3' } } }],
  [{ currency: 'EUR', days: { '2026-11-27': { ether: '=1' } } }],
])('error: %j tells no prices', (told) => {
  expect(() => readPrices(told)).toThrow('tells no prices by day')
})
