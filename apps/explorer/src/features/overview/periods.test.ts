import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headlineOf } from './headline.ts'
import { type Measure, measures } from './measures.ts'
import { type PeriodFacts, weeksOf } from './periods.ts'

const dayMs = 86_400_000
const ether = 10n ** 18n
const day = (number: number, change: Partial<PeriodFacts> = {}): PeriodFacts => ({
  ...{ at: number * dayMs, feesWei: 0n, rewardsWei: 0n, usageMinutes: 0 },
  ...{ activeStakeWei: ether, supplyWei: 2n * ether, participation: 0.5, inflation: 1n },
  ...{ delegators: 1, orchestrators: 1 },
  ...change,
})

test('weeks begin on Monday, are the sums of their days, and no fee is lost', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 20_000 }),
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n })),
      (first, fees) => {
        const weeks = weeksOf(
          fees.map((feesWei, index) => day(first + index, { feesWei, delegators: index })),
        )
        const sum = (all: readonly bigint[]) => all.reduce((total, each) => total + each, 0n)
        expect(sum(weeks.map(({ feesWei }) => feesWei))).toBe(sum(fees))
        for (const { at } of weeks) expect(new Date(at).getUTCDay()).toBe(1)
        for (const [index, { at }] of weeks.slice(1).entries())
          expect(at - (weeks[index]?.at ?? 0)).toBe(7 * dayMs)
        if (fees.length > 0) expect(weeks.at(-1)?.delegators).toBe(fees.length - 1)
      },
    ),
  )
})

const measureOf = (id: Measure['id']): Measure => {
  const found = measures.find((measure) => measure.id === id)
  if (!found) throw new Error(`There is no measure ${id}.`)
  return found
}

test('a headline of a sum is of the last week that is over against the one before', () => {
  const facts = [4, 11, 18].map((number, index) => day(number, { feesWei: BigInt(index + 1) * ether }))
  expect(headlineOf({ period: 'week', facts }, measureOf('fees'), 'LPT')).toEqual({
    value: '2.0000 ETH',
    when: 'week of 12 Jan',
    change: '100.0 % more than the week before',
    direction: 'up',
  })
})

test('a headline of what stands is of now against the end of the last period', () => {
  const facts = [day(4, { delegators: 8 }), day(5, { delegators: 6 })]
  expect(headlineOf({ period: 'day', facts }, measureOf('delegators'), 'LPT')).toEqual({
    value: '6',
    when: 'now',
    change: '25.0 % less than the day before',
    direction: 'down',
  })
})

test('error: where there is nothing to compare with, nothing is compared', () => {
  const series = { period: 'round', facts: [day(1), day(2), day(3)] } as const
  expect(headlineOf(series, measureOf('fees'), 'LPT')?.change).toBe('nothing to compare with yet')
  expect(headlineOf({ period: 'round', facts: [day(1)] }, measureOf('fees'), 'LPT')).toBeUndefined()
  const without = [day(1), day(2, { participation: null })]
  expect(headlineOf({ period: 'day', facts: without }, measureOf('participation'), 'LPT')).toBeUndefined()
})
