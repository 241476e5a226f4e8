import { expect, test } from 'vitest'
import { frameRateOf, isSameRate } from './frame-rate.ts'

const every = (seconds: number, count: number) =>
  Array.from({ length: count }, (_, index) => BigInt(Math.round(index * seconds * 1000) * 90))

test.each([
  [1 / 30, 60, 30, 1],
  [1001 / 30_000, 60, 30_000, 1001],
  [1 / 24, 48, 24, 1],
  [1 / 25, 50, 25, 1],
  [1 / 60, 120, 60, 1],
])('frames every %d s in times rounded to milliseconds have their rate', (seconds, count, num, den) => {
  expect(frameRateOf(every(seconds, count), 90_000)).toEqual({ num, den })
})

test('an unusual rate is kept to the thousandth', () => {
  expect(frameRateOf(every(1 / 7, 15), 90_000)).toEqual({ num: 7000, den: 1000 })
})

test('a single frame, or frames at one time, are taken for 30 a second', () => {
  expect(frameRateOf([], 90_000)).toEqual({ num: 30, den: 1 })
  expect(frameRateOf([5n, 5n], 90_000)).toEqual({ num: 30, den: 1 })
})

test('29.97 and 30 are the same for a viewer, 24 and 25 are not', () => {
  expect(isSameRate({ num: 30_000, den: 1001 }, { num: 30, den: 1 })).toBe(true)
  expect(isSameRate({ num: 24, den: 1 }, { num: 25, den: 1 })).toBe(false)
})
