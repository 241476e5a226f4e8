import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareForecasts, type Ranked } from './order.ts'

const ranked: fc.Arbitrary<Ranked> = fc.record({
  address: fc.constantFrom('0x1', '0x2', '0x3'),
  isNew: fc.boolean(),
  expected: fc.constantFrom(undefined, Number.NaN, 0, 0.1, 0.2),
})
const orders = fc.constantFrom('asc' as const, 'desc' as const)

test('the order of forecasts is antisymmetric and transitive, with new ones and without any', () => {
  fc.assert(
    fc.property(ranked, ranked, ranked, orders, (a, b, c, order) => {
      const compare = (x: Ranked, y: Ranked) => Math.sign(compareForecasts(x, y, order))
      expect(compare(a, b) + compare(b, a)).toBe(0)
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0)
    }),
  )
})

test('new orchestrators are behind those with a record, whichever way the list is turned', () => {
  const list: Ranked[] = [
    { address: '0xa', isNew: true, expected: 0.9 },
    { address: '0xb', isNew: false, expected: 0.1 },
    { address: '0xc', isNew: false, expected: 0.2 },
    { address: '0xd', isNew: false, expected: undefined },
  ]
  const sorted = (order: 'asc' | 'desc') =>
    list.toSorted((a, b) => compareForecasts(a, b, order)).map(({ address }) => address)
  expect(sorted('desc')).toEqual(['0xc', '0xb', '0xa', '0xd'])
  expect(sorted('asc')).toEqual(['0xb', '0xc', '0xa', '0xd'])
})
