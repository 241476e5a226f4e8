import { silentLogger } from '@millrace/common'
import { Fraction } from '@millrace/payments'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { until } from '../../../test/orchestrator-fixture.ts'
import { FeedRefusedError } from '../errors.ts'
import { toPrice } from './price-setting.ts'
import { RateReader } from './rate-reader.ts'
import { UsdRate } from './usd-rate.ts'

const nowMs = 1_800_000_000_000
const maxAgeMs = 3_600_000
const reading = (dollars: number, updatedAtMs = nowMs) => ({
  answer: BigInt(Math.round(dollars * 1e8)),
  decimals: 8,
  roundId: 1n,
  updatedAtMs,
})
const usdOf = (rate: UsdRate) => rate.rate?.usdPerEther.toNumber()

test('a rate follows the feed, and counts as long as the feed says it is not too old', () => {
  const rate = new UsdRate({ maxAgeMs })
  expect([usdOf(rate), rate.isCurrent(nowMs)]).toEqual([undefined, false])
  expect(rate.take(reading(3_000), nowMs)).toBe('taken')
  expect(rate.take(reading(3_500), nowMs)).toBe('taken')
  expect(usdOf(rate)).toBe(3_500)
  expect([rate.isCurrent(nowMs + maxAgeMs), rate.isCurrent(nowMs + maxAgeMs + 1)]).toEqual([true, false])
})

test('a jump counts once a second reading says about the same', () => {
  const rate = new UsdRate({ maxAgeMs })
  rate.take(reading(3_000), nowMs)
  expect([rate.take(reading(300), nowMs), usdOf(rate)]).toEqual(['doubtful', 3_000])
  expect([rate.take(reading(30_000), nowMs), usdOf(rate)]).toEqual(['doubtful', 3_000])
  expect([rate.take(reading(29_900), nowMs), usdOf(rate)]).toEqual(['taken', 29_900])
  expect(rate.take(reading(1), nowMs)).toBe('doubtful')
  expect(rate.take(reading(30_000), nowMs)).toBe('taken')
  expect(rate.take(reading(1), nowMs)).toBe('doubtful')
})

test.each([
  ['nothing', reading(0)],
  ['a debt', reading(-3_000)],
  ['an old answer', reading(3_000, nowMs - maxAgeMs - 1)],
  ['an answer of a time to come', reading(3_000, nowMs + 601_000)],
  ['too many decimals', { ...reading(3_000), decimals: 255 }],
])('error: %s is no rate', (_what, wrong) => {
  const rate = new UsdRate({ maxAgeMs })
  rate.take(reading(3_000), nowMs)
  expect(() => rate.take(wrong, nowMs)).toThrow(FeedRefusedError)
  expect(usdOf(rate)).toBe(3_000)
})

test('whatever a feed answers, the rate is positive and moves by a quarter at the most from one reading', () => {
  const answers = fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 13n }), { maxLength: 30 })
  fc.assert(
    fc.property(answers, (all) => {
      const rate = new UsdRate({ maxAgeMs })
      let before: bigint | undefined
      for (const answer of all) {
        const last = usdOf(rate)
        try {
          rate.take({ ...reading(1), answer }, nowMs)
        } catch (error) {
          expect(error).toBeInstanceOf(FeedRefusedError)
        }
        const now = usdOf(rate)
        if (now !== last && last !== undefined && now !== undefined) {
          const isNear = now <= last * 1.2500001 && last <= now * 1.2500001
          // Otherwise the reading before said about the same.
          if (!isNear) expect(Math.abs(Number(before) / Number(answer) - 1)).toBeLessThan(0.06)
        }
        if (now !== undefined) expect(now).toBeGreaterThan(0)
        if (answer > 0n) before = answer
      }
    }),
  )
})

test('a price in dollars is the same price in wei, to a thousandth', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000_000 }),
      fc.integer({ min: 0, max: 9 }),
      fc.bigInt({ min: 1n, max: 10n ** 14n }),
      fc.bigInt({ min: 100n * 10n ** 8n, max: 100_000n * 10n ** 8n }),
      (units, decimals, pixels, answer) => {
        const usd = (units / 10 ** decimals).toFixed(9)
        const usdFraction = Fraction.of(BigInt(usd.replace('.', '')), 10n ** 9n)
        const rate = Fraction.of(answer, 10n ** 8n)
        const exact = usdFraction
          .times(10n ** 18n)
          .dividedBy(rate)
          .dividedBy(Fraction.of(pixels))
        fc.pre(exact.isLessThan(Fraction.of(10n ** 15n)) && exact.isPositive())
        const { weiPerUnit, pixelsPerUnit } = toPrice({ usd, pixels }, rate)
        const got = Fraction.of(weiPerUnit, pixelsPerUnit)
        const [least, most] = [
          exact.times(Fraction.of(999n, 1_000n)),
          exact.times(Fraction.of(1_001n, 1_000n)),
        ]
        expect(got.isLessThan(least) || most.isLessThan(got)).toBe(false)
      },
    ),
  )
})

test('a feed that fails is read again, and what it says then counts', async () => {
  const rate = new UsdRate({ maxAgeMs })
  const results: string[] = []
  const answers = [reading(3_000), undefined, reading(-1), reading(3_100), reading(9_000), reading(9_100)]
  const reader = await RateReader.create(
    { intervalMs: 5, firstRetryMs: 1 },
    {
      rate,
      read: async () => answers.shift() ?? Promise.reject(new Error('no answer')),
      onReading: (result) => results.push(result),
      clock: { nowMs: () => nowMs },
      log: silentLogger(),
    },
  )
  await until('the jump counts', () => usdOf(rate) === 9_100)
  await reader.close()
  expect(results.slice(0, 6)).toEqual(['taken', 'failed', 'failed', 'taken', 'doubtful', 'taken'])
})
