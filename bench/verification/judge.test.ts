import fc from 'fast-check'
import { expect, test } from 'vitest'
import { upperBound } from './judge.ts'

test('none of n leaves up to about 3 / n with 95 % confidence', () => {
  for (const tested of [100, 1_000, 3_456]) expect(upperBound(0, tested) * tested).toBeCloseTo(3, 1)
  // Clopper and Pearson's own table: 1 of 10, one side of 95 %.
  expect(upperBound(1, 10)).toBeCloseTo(0.3942, 3)
})

test('the bound is above what was seen, and more trials at the same share bring it nearer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 25, max: 500 }), (seen, tested) => {
      const bound = upperBound(seen, tested)
      expect(bound).toBeGreaterThan(seen / tested)
      expect(upperBound(seen * 4, tested * 4)).toBeLessThan(bound)
    }),
  )
})
