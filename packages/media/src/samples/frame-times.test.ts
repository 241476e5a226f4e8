import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placesShown, reachOf } from './frame-times.ts'

const timesAt = (fps: number, count = 40) =>
  Array.from({ length: count }, (_, frame) => (frame * 90_000) / fps)

test.each([
  [30, 30, 0],
  [30, 29.97, 0],
  [60, 30, 1_502],
  [50, 15, 3_002],
  [20, 30, 4_502],
])('from %s to %s frames a second: %s ticks', (source, rendition, reach) => {
  expect(reachOf(timesAt(source), timesAt(rendition))).toBeCloseTo(reach, 0)
})

test('a burst of frames of a source is not all within reach, however far a rendition reaches', () => {
  const times = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(times, fc.nat(), fc.double({ min: 0, max: 1e9, noNaN: true }), (list, at, reachTicks) => {
      const sorted = list.toSorted((a, b) => a - b)
      const nearest = at % sorted.length
      const places = placesShown(sorted, { nearest, time: sorted[nearest] ?? 0, reachTicks })
      expect(places).toContain(nearest)
      expect(places.length).toBeLessThanOrEqual(7)
    }),
  )
})

test('whatever a rendition says of its times, few frames of the source are within reach', () => {
  const times = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 20 })
  fc.assert(
    fc.property(times, (list) => {
      const sorted = list.toSorted((a, b) => a - b)
      expect(reachOf(timesAt(60), sorted)).toBeLessThanOrEqual(3 * 1_500 + 2)
      expect(reachOf(sorted, sorted)).toBe(0)
    }),
  )
})
