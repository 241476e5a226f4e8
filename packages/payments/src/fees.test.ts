import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateFeeWei, estimatePixels } from './fees.ts'
import { Fraction } from './fraction.ts'
import { createPrice } from './price.ts'

const p240 = { widthPx: 426, heightPx: 240, fps: 30, fpsDen: 1 }

test('pixels are whole frames times whole seconds of each profile', () => {
  expect(estimatePixels([p240], 2000)).toBe(426n * 240n * 30n * 2n)
  expect(estimatePixels([p240], 2001)).toBe(426n * 240n * 30n * 3n)
  expect(estimatePixels([{ ...p240, fps: 30_000, fpsDen: 1001 }], 1)).toBe(426n * 240n * 30n)
  expect(estimatePixels([p240, { ...p240, fps: 0 }], 1000)).toBe(426n * 240n * 90n)
  expect(estimatePixels([{ ...p240, fpsDen: 0 }], 1000)).toBe(426n * 240n * 30n)
  expect(estimatePixels([], 2000)).toBe(0n)
  expect(estimatePixels([p240], 0)).toBe(0n)
})

test('the fee has two percent to spare', () => {
  const price = createPrice(1n, 3n)
  const fee = estimateFeeWei({ profiles: [p240], durationMs: 2000 }, price)
  expect(fee.equals(Fraction.of(426n * 240n * 60n * 102n, 300n))).toBe(true)
})

test('the estimate is never below what the frames of a segment can cost', () => {
  const profiles = fc.array(
    fc.record({
      widthPx: fc.integer({ min: 2, max: 8192 }),
      heightPx: fc.integer({ min: 2, max: 8192 }),
      fps: fc.integer({ min: 1, max: 120_000 }),
      fpsDen: fc.constantFrom(1, 1001),
    }),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(profiles, fc.integer({ min: 1, max: 300_000 }), (ordered, durationMs) => {
      let most = 0n
      for (const { widthPx, heightPx, fps, fpsDen } of ordered) {
        const frames = BigInt(Math.floor((durationMs * fps) / (fpsDen * 1000)))
        most += BigInt(widthPx) * BigInt(heightPx) * frames
      }
      expect(estimatePixels(ordered, durationMs) >= most).toBe(true)
    }),
  )
})
