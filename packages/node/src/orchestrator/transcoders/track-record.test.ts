import { pixelsPerSecondOfSession } from '@millrace/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TrackRecord } from './track-record.ts'

const huge = 1e12
const remote = (changes = {}) =>
  new TrackRecord({ slots: 8, claimedPixelsPerSecond: huge, isOwn: false, ...changes })

/** One segment of two seconds, alone, done in so many milliseconds. */
function doOne(
  record: TrackRecord,
  { pixels, tookMs, nowMs }: { pixels: number; tookMs: number; nowMs: number },
) {
  const attempt = record.begin({ pixels, durationMs: 2_000, nowMs })
  record.succeed(attempt, { pixels, nowMs: nowMs + tookMs })
  return nowMs + tookMs
}

test('a claim is believed up to one session, until segments show more', () => {
  const record = remote()
  expect(record.capacityAt(0)).toBe(pixelsPerSecondOfSession)
  expect(remote({ claimedPixelsPerSecond: 1_000 }).capacityAt(0)).toBe(1_000)
  let nowMs = 0
  for (let segment = 0; segment < 30; segment++)
    nowMs = doOne(record, { pixels: 100_000_000, tookMs: 500, nowMs })
  expect(record.measuredPixelsPerSecond).toBeCloseTo(200_000_000)
  expect(record.capacityAt(nowMs)).toBeCloseTo(400_000_000)
})

test('one that takes as long as its segments last has no more capacity than it shows', () => {
  const record = remote()
  let nowMs = 0
  for (let segment = 0; segment < 30; segment++)
    nowMs = doOne(record, { pixels: 20_000_000, tookMs: 1_900, nowMs })
  expect(record.capacityAt(nowMs)).toBeCloseTo(20_000_000 / 1.9)
})

test('one that was full and had no work since is believed again, later each time that it is full again', () => {
  const record = remote({ slots: 1 })
  const slow = { pixels: 1_000_000, tookMs: 4_000 }
  let nowMs = doOne(record, { ...slow, nowMs: 0 })
  for (const restMs of [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
    expect(record.capacityAt(nowMs + restMs - 1)).toBeCloseTo(250_000)
    expect(record.capacityAt(nowMs + restMs)).toBe(pixelsPerSecondOfSession)
    nowMs = doOne(record, { ...slow, nowMs: nowMs + restMs })
  }
  // What it shows now counts, not what it was before its rest.
  nowMs = doOne(record, { pixels: 100_000_000, tookMs: 500, nowMs: nowMs + 300_000 })
  expect(record.capacityAt(nowMs)).toBeCloseTo(400_000_000)
  nowMs += 1_000
  for (let segment = 0; segment < 10; segment++) nowMs = doOne(record, { ...slow, nowMs })
  expect(record.capacityAt(nowMs + 10_000)).toBe(pixelsPerSecondOfSession)
})

test('segments side by side count together', () => {
  const record = remote()
  const [first, second] = [0, 0].map((nowMs) =>
    record.begin({ pixels: 10_000_000, durationMs: 2_000, nowMs }),
  )
  if (!first || !second) throw new Error('There are two.')
  record.succeed(first, { pixels: 10_000_000, nowMs: 1_000 })
  expect(record.measuredPixelsPerSecond).toBeCloseTo(20_000_000)
  record.succeed(second, { pixels: 10_000_000, nowMs: 1_000 })
  expect(record.measuredPixelsPerSecond).toBeCloseTo(20_000_000)
})

test('it is trusted with more segments at once as it does them in time, and with half when it fails', () => {
  const record = remote()
  expect(record.window).toBe(2)
  let nowMs = 0
  for (let round = 0; round < 10; round++) {
    const attempts = Array.from({ length: record.window }, () =>
      record.begin({ pixels: 1e6, durationMs: 2_000, nowMs }),
    )
    expect(record.hasRoom).toBe(false)
    nowMs += 500
    for (const attempt of attempts) record.succeed(attempt, { pixels: 1e6, nowMs })
  }
  expect(record.window).toBe(8)
  record.blame(nowMs)
  expect(record.window).toBe(4)
  doOne(record, { pixels: 1e6, tookMs: 2_500, nowMs })
  expect(record.window).toBe(3)
})

test('a newcomer is shut out at its first failure, a proven one at its second in a row, longer each time', () => {
  const newcomer = remote()
  newcomer.blame(0)
  expect(newcomer.isQuarantined(4_999)).toBe(true)
  expect(newcomer.capacityAt(0)).toBe(0)
  expect([newcomer.isQuarantined(5_000), newcomer.needsTrial(5_000)]).toEqual([false, true])
  newcomer.blame(5_000)
  expect([newcomer.isQuarantined(14_999), newcomer.needsTrial(15_000)]).toEqual([true, true])
  const nowMs = doOne(newcomer, { pixels: 1e6, tookMs: 100, nowMs: 15_000 })
  expect(newcomer.needsTrial(nowMs)).toBe(false)

  newcomer.blame(nowMs)
  expect(newcomer.isQuarantined(nowMs)).toBe(false)
  newcomer.blame(nowMs)
  expect(newcomer.isQuarantined(nowMs + 19_999)).toBe(true)
})

test('our own processes are taken at their word and never shut out', () => {
  const own = new TrackRecord({ slots: 2, claimedPixelsPerSecond: 5e6, isOwn: true })
  for (let times = 0; times < 5; times++) own.blame(0)
  expect(own).toMatchObject({ window: 2, isProven: true })
  expect(own.capacityAt(0)).toBe(5e6)
  expect([own.isQuarantined(0), own.needsTrial(0)]).toEqual([false, false])
})

test('whatever happens, window and capacity stay within what was claimed, and nothing is left at work', () => {
  const step = fc.record({
    kind: fc.constantFrom('begin', 'succeed', 'release', 'blame', 'crowd'),
    ms: fc.nat(20_000),
    pixels: fc.nat(1e9),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (steps, slots) => {
      const record = remote({ slots, claimedPixelsPerSecond: 1e8 })
      const open: ReturnType<TrackRecord['begin']>[] = []
      let nowMs = 0
      for (const { kind, ms, pixels } of steps) {
        nowMs += ms
        const attempt = kind === 'succeed' || kind === 'release' ? open.pop() : undefined
        if (kind === 'begin') open.push(record.begin({ pixels, durationMs: 2_000, nowMs }))
        else if (kind === 'blame') record.blame(nowMs)
        else if (kind === 'crowd') record.crowd()
        else if (attempt && kind === 'succeed') record.succeed(attempt, { pixels, nowMs })
        else if (attempt) record.release(attempt, nowMs)
        expect(record.inFlight).toBe(open.length)
        expect(record.window).toBeGreaterThanOrEqual(1)
        expect(record.window).toBeLessThanOrEqual(slots)
        expect(record.capacityAt(nowMs)).toBeGreaterThanOrEqual(0)
        expect(record.capacityAt(nowMs)).toBeLessThanOrEqual(1e8)
        expect(record.expectedMs(1_000)).toBeGreaterThan(0)
      }
    }),
  )
})
