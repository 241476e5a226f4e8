import { expect, test } from 'vitest'
import { formatAmount, formatCount, formatPpm, formatPrice, formatShare, priceUnitOf } from './amounts.ts'
import { colorAt } from './colors.ts'
import { sentenceOf } from './errors.ts'
import { formatDuration, formatLatency, formatTick } from './time.ts'

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

test('an orchestrator at any place has a colour', () => {
  expect(colorAt(8)).toBe(colorAt(0))
  expect(colorAt(-1)).toMatch(/^#/)
})

test('an error is said in one line', () => {
  expect(sentenceOf(Object.assign(new Error('long\nstory'), { shortMessage: 'It failed.' }))).toBe(
    'It failed.',
  )
  expect(sentenceOf(new Error('first\nsecond'))).toBe('first')
  expect(sentenceOf('text')).toBe('text')
})
