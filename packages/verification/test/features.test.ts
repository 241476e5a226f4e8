import type { Plane } from '@millrace/media/samples'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pairByTime } from '../src/content/pair.ts'
import { halve, meanDifference } from '../src/content/plane.ts'
import { ssim } from '../src/content/ssim.ts'
import { detailKept, detailLikeness, detailSums } from '../src/content/texture.ts'

const planes = (widthPx = 24, heightPx = 16): fc.Arbitrary<Plane> =>
  fc
    .uint8Array({ minLength: widthPx * heightPx, maxLength: widthPx * heightPx })
    .map((samples) => ({ widthPx, heightPx, samples }))

test('similarity is 1 with itself, never more, and the same both ways', () => {
  fc.assert(
    fc.property(planes(), planes(), (a, b) => {
      expect(ssim(a, a)).toBeCloseTo(1)
      expect(ssim(a, b)).toBeLessThanOrEqual(1 + 1e-9)
      expect(ssim(a, b)).toBeCloseTo(ssim(b, a))
    }),
  )
})

test('a difference is how far samples are apart in the mean', () => {
  fc.assert(
    fc.property(planes(), fc.integer({ min: 1, max: 100 }), (a, by) => {
      const moved = { ...a, samples: a.samples.map((value) => (value < 128 ? value + by : value - by)) }
      expect(meanDifference(a, moved)).toBe(by)
    }),
  )
})

test('a picture of half the size has the brightness of the whole', () => {
  fc.assert(
    fc.property(planes(24, 16), (plane) => {
      const half = halve(plane)
      expect(half).toMatchObject({ widthPx: 12, heightPx: 8 })
      const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length
      expect(Math.abs(mean(half.samples) - mean(plane.samples))).toBeLessThanOrEqual(0.5)
    }),
  )
})

test('of an odd size the last row and column are left out', () => {
  const samples = Uint8Array.of(0, 4, 200, 8, 12, 200, 200, 200, 200)
  expect(halve({ widthPx: 3, heightPx: 3, samples })).toEqual({
    widthPx: 1,
    heightPx: 1,
    samples: Uint8Array.of(6),
  })
})

test('every frame is paired with the nearest one within reach', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 20 })
  const framesAt = (list: readonly number[]) => [...list].sort((a, b) => a - b).map((pts) => ({ pts }))
  fc.assert(
    fc.property(times, times, fc.integer({ min: 0, max: 60 }), (a, b, tolerance) => {
      const [source, rendition] = [framesAt(a), framesAt(b)]
      const pairs = pairByTime(source, rendition, tolerance)
      const nearest = (pts: number) => Math.min(...source.map((one) => Math.abs(one.pts - pts)))
      expect(pairs.map((pair) => pair.rendition)).toEqual(
        rendition.filter(({ pts }) => nearest(pts) <= tolerance),
      )
      for (const pair of pairs)
        expect(Math.abs(pair.source.pts - pair.rendition.pts)).toBe(nearest(pair.rendition.pts))
    }),
  )
})

test('taking detail away makes a picture less sharp, and noise is no detail', () => {
  const paint = (at: (x: number, y: number) => number): Plane => ({
    widthPx: 64,
    heightPx: 32,
    samples: Uint8Array.from({ length: 64 * 32 }, (_, i) => at(i % 64, Math.floor(i / 64))),
  })
  const smooth = paint((x, y) => x * 2 + y)
  const detailed = paint((x, y) => x * 2 + y + ((x + y) % 2) * 10)
  const kept = (rendition: Plane) => detailKept([detailSums(detailed, rendition)])
  expect(kept(detailed)).toBe(1)
  expect(kept(smooth)).toBeLessThan(0.1)
  // Noise is no detail of the source.
  expect(kept(paint((x, y) => x * 2 + y + ((x * y) % 3) * 10))).toBeLessThan(0.2)
  // Half the strength is half of it, and as alike as can be.
  const weaker = paint((x, y) => x * 2 + y + ((x + y) % 2) * 5)
  expect(kept(weaker)).toBeCloseTo(0.5, 1)
  expect(detailLikeness([detailSums(detailed, weaker)])).toBeCloseTo(1)
})

test('detail is never more alike than that of the same picture', () => {
  fc.assert(
    fc.property(planes(), planes(), (a, b) => {
      expect(detailLikeness([detailSums(a, a)])).toBeCloseTo(1)
      expect(detailLikeness([detailSums(a, b)])).toBeLessThanOrEqual(1 + 1e-9)
    }),
  )
})

test('error: pictures of two sizes are not compared', () => {
  const [a, b] = [fc.sample(planes(8, 8), 1)[0], fc.sample(planes(16, 8), 1)[0]]
  if (!a || !b) throw new Error('There is one of each.')
  for (const compare of [meanDifference, ssim]) expect(() => compare(a, b)).toThrow(RangeError)
})
