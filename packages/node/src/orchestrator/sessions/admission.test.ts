import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Admission, orderedPixelsPerSecond } from './admission.ts'

test('sessions are admitted until their orders fill the capacity, and again when one leaves', () => {
  const admission = new Admission({ capacityPixelsPerSecond: 30_000_000 })
  expect(admission.reserve('a', 20_000_000)).toBe(true)
  expect(admission.reserve('b', 20_000_000)).toBe(false)
  expect(admission.reserve('b', 10_000_000)).toBe(true)
  expect(admission.hasRoom).toBe(false)
  admission.release('a')
  expect(admission.hasRoom).toBe(true)
  expect(admission.reserve('c', 20_000_000)).toBe(true)
})

test('a running session keeps its room when it asks for more than is free', () => {
  const admission = new Admission({ capacityPixelsPerSecond: 10 })
  admission.reserve('a', 8)
  expect(admission.reserve('a', 11)).toBe(false)
  expect(admission.usedPixelsPerSecond).toBe(8)
  expect(admission.reserve('a', 10)).toBe(true)
})

test('a measured figure above the order shrinks the room for others only', () => {
  const admission = new Admission({ capacityPixelsPerSecond: 10 })
  admission.reserve('a', 5)
  admission.correct('a', 12)
  expect(admission.freePixelsPerSecond).toBe(0)
  expect(admission.reserve('a', 12)).toBe(true)
  expect(admission.reserve('b', 1)).toBe(false)
  admission.correct('unknown', 5)
  expect(admission.usedPixelsPerSecond).toBe(12)
})

test('whatever the order of calls, nothing is leaked and new orders never pass the capacity', () => {
  const call = fc.record({
    kind: fc.constantFrom('reserve' as const, 'release' as const),
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    demand: fc.nat(1_000),
  })
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
      const admission = new Admission({ capacityPixelsPerSecond: 1_500 })
      for (const { kind, id, demand } of calls) {
        if (kind === 'reserve') admission.reserve(id, demand)
        else admission.release(id)
        expect(admission.usedPixelsPerSecond).toBeLessThanOrEqual(1_500)
        expect(admission.usedPixelsPerSecond).toBeGreaterThanOrEqual(0)
      }
      for (const id of ['a', 'b', 'c', 'd']) admission.release(id)
      expect(admission.usedPixelsPerSecond).toBe(0)
    }),
  )
})

test('an order counts width × height × frame rate of each profile', () => {
  const base = {
    name: 'p',
    bitrateBps: 1,
    format: 'mpegts',
    encoderProfile: 'default',
    gopMs: 0,
    codec: 'h264',
    quality: 0,
  } as const
  const order = orderedPixelsPerSecond([
    { ...base, widthPx: 10, heightPx: 10, fps: 60, fpsDen: 2 },
    { ...base, widthPx: 20, heightPx: 10, fps: 0, fpsDen: 1 },
  ])
  expect(order).toBe(100 * 30 + 200 * 30)
})
