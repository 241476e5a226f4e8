import fc from 'fast-check'
import { expect, test } from 'vitest'
import { saveIntervalMs } from './save-interval.ts'

test('a small chain is saved every five seconds', () => {
  expect(saveIntervalMs({ bytes: 30_000, durationMs: 40 })).toBe(5_000)
})

test('writing stays below a megabyte a second however large the chain is', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.nat(600_000), (bytes, durationMs) => {
      expect(bytes / (saveIntervalMs({ bytes, durationMs }) / 1_000)).toBeLessThanOrEqual(1_000_000)
    }),
  )
})
