import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatAmount,
  formatCompact,
  formatCount,
  formatPercent,
  formatPpm,
  formatPrice,
  formatShare,
  formatValue,
  priceUnitOf,
} from './amounts.ts'
import { colorsOf } from './colors.ts'
import { sentenceOf } from './errors.ts'
import { formatAge, formatDay, formatDuration, formatLatency, formatShortDay, formatTick } from './time.ts'

test('amounts are cut and grouped, never rounded up', () => {
  expect(formatAmount(1_234_567_999_999_999_999_999_999n, 4)).toBe('1\u202f234\u202f567.9999')
  expect(formatAmount(999_999_999_999_999_999n, 0)).toBe('0')
  expect(formatAmount(0n, 2)).toBe('0.00')
  expect(formatCount(12_345)).toBe('12\u202f345')
})

test('prices that are shown together have one unit', () => {
  const prices = [
    { wei: 100_000_000n, pixels: 1n },
    { wei: 900_000n, pixels: 1n },
  ]
  const unit = priceUnitOf(prices)
  expect(prices.map((price) => `${formatPrice(price, unit)} ${unit}`)).toEqual([
    '0.1 gwei/px',
    '0.0009 gwei/px',
  ])
  expect(priceUnitOf([{ wei: 3n, pixels: 2n }])).toBe('wei/px')
  expect(formatPrice({ wei: 3n, pixels: 2n }, 'wei/px')).toBe('1.5')
})

test('error: a price for no pixels is not a division by zero', () => {
  expect(formatPrice({ wei: 1n, pixels: 0n }, 'wei/px')).toBe('0')
})

test('shares have a whole or are absent', () => {
  expect(formatPpm(105_000n)).toBe('10.5 %')
  expect(formatShare(1n, 3n)).toBe('33.3 %')
  expect(formatShare(1n, 0n)).toBeUndefined()
})

test('lengths of time have one unit where they are compared', () => {
  expect([formatLatency(480), formatLatency(1_250)]).toEqual(['0.48 s', '1.25 s'])
  expect([formatTick(250), formatTick(2_000)]).toEqual(['0.25 s', '2 s'])
  expect([58, 240, 10_800, 259_200].map(formatDuration)).toEqual(['58 s', '4 min', '3 h', '3 days'])
})

test('as many orchestrators as there are colours are told apart, always in the same way', () => {
  const addresses = Array.from({ length: 9 }, (_, index) => `0x${'8'.repeat(39)}${index}`)
  const colors = colorsOf(addresses.slice(0, 8))
  expect(new Set(colors.values()).size).toBe(8)
  expect(colorsOf(addresses.slice(0, 8).toReversed())).toEqual(colors)
  expect(colorsOf(addresses).size).toBe(9)
  expect(colorsOf(['nonsense']).get('nonsense')).toMatch(/^#/)
})

test('an error is said in one line', () => {
  expect(sentenceOf(Object.assign(new Error('long\nstory'), { shortMessage: 'It failed.' }))).toBe(
    'It failed.',
  )
  expect(sentenceOf(new Error('first\nsecond'))).toBe('first')
  expect(sentenceOf('text')).toBe('text')
})

test('an amount that is there never looks like nothing', () => {
  expect(
    [12_340_000_000_000_000_000n, 1_234_567_890_000n, 421n, 0n].map((wei) => formatValue(wei, 'ETH')),
  ).toEqual(['12.3400 ETH', '0.00000123 ETH', '421 wei', '0 ETH'])
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), (wei) => {
      expect(formatValue(wei, 'ETH')).toMatch(/[1-9]/)
      expect(formatValue(-wei, 'ETH')).toMatch(/^-.*[1-9]/)
    }),
  )
})

test('marks on a scale are short, and without powers of ten', () => {
  expect([0, 0.0042, 1_234.5, 23_400, 1_500_000, 2e9, -15_000, 1e-9].map(formatCompact)).toEqual([
    '0',
    '0.0042',
    '1235',
    '23.4\u202fk',
    '1.5\u202fM',
    '2\u202fG',
    '-15\u202fk',
    '0.000000001',
  ])
})

test('percents keep digits that say something', () => {
  expect([0.482, 0.0523, 0.000123, 0].map(formatPercent)).toEqual(['48.2 %', '5.23 %', '0.0123 %', '0.0 %'])
})

test('days are those of UTC, and nothing comes from the future', () => {
  expect(formatDay(Date.UTC(2026, 0, 12, 23, 59))).toBe('12 Jan 2026')
  expect(formatShortDay(Date.UTC(2026, 0, 12))).toBe('12 Jan')
  expect([formatAge(0, 240_000), formatAge(10_000, 0)]).toEqual(['4 min ago', '0 s ago'])
})
