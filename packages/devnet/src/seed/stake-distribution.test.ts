import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delegatorStakes, stakeAtQuantile } from './stake-distribution.ts'

test('the stakes of 1,600 delegators are spread as on the live network', () => {
  const stakes = delegatorStakes(1_600)
  const total = stakes.reduce((sum, stake) => sum + stake, 0)
  const band = (from: number, to: number) => {
    const inside = stakes.filter((stake) => stake >= from && stake < to)
    return {
      holders: inside.length / stakes.length,
      stake: inside.reduce((sum, one) => sum + one, 0) / total,
    }
  }
  const large = band(10_000, Infinity)
  expect(large.holders).toBeCloseTo(0.06, 2)
  expect(large.stake).toBeCloseTo(0.92, 2)
  const middle = band(1_000, 10_000)
  expect(middle.holders).toBeCloseTo(0.086, 2)
  expect(middle.stake).toBeCloseTo(0.06, 2)
})

test('a higher quantile never has less stake', () => {
  const quantile = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(quantile, quantile, (one, other) => {
      const [low, high] = one < other ? [one, other] : [other, one]
      expect(stakeAtQuantile(low)).toBeLessThanOrEqual(stakeAtQuantile(high))
    }),
  )
})

test('error: a quantile of one and above has no stake', () => {
  expect(() => stakeAtQuantile(1)).toThrow(RangeError)
})
