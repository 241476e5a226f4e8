import { expect, test } from 'vitest'
import { contentionFactor } from './capacity.ts'

test('a measurement on a busy machine is reckoned back, by an eighth at the least', () => {
  expect(contentionFactor(0.9)).toBe(1)
  expect(contentionFactor(0.8)).toBe(1)
  expect(contentionFactor(0.4)).toBe(0.5)
  expect(contentionFactor(0.01)).toBe(1 / 8)
  expect(contentionFactor(0)).toBe(1)
  expect(contentionFactor(Number.NaN)).toBe(1)
})
