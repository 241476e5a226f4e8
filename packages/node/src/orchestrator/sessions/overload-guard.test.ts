import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GuardedSessions, OverloadGuard } from './overload-guard.ts'

const holdMs = 10_000

/** A guard that is looked at every second, with sessions that each bring a segment of a second each second. */
function setUp(ids: readonly string[] = ['a', 'b', 'c']) {
  const guard = new OverloadGuard({ holdMs })
  let nowMs = 0
  const sessions = { oldestFirst: ids, usedPixelsPerSecond: 30, offeredPixelsPerSecond: 100 }
  const pass = (
    seconds: number,
    ratioOf: number | ((id: string) => number),
    only: GuardedSessions = sessions,
  ) => {
    for (let second = 0; second < seconds; second++) {
      nowMs += 1_000
      for (const id of only.oldestFirst) {
        const ratio = typeof ratioOf === 'number' ? ratioOf : ratioOf(id)
        if (ratio > 0) guard.begin(id, { durationMs: 1_000, nowMs: nowMs - 1_000 * ratio })(nowMs)
      }
      guard.look(only, nowMs)
    }
  }
  return { guard, pass, sessions, now: () => nowMs }
}

test('a node that keeps up promises all it has', () => {
  const { guard, pass } = setUp()
  pass(120, 0.95)
  expect([guard.factor, guard.shedSessions]).toEqual([1, 0])
  expect(guard.ratio).toBeCloseTo(0.95)
})

test('after a while of late segments no more is promised than is used, and later the newest sessions go', () => {
  const { guard, pass } = setUp()
  pass(9, 1.5)
  expect(guard.factor).toBe(1)
  pass(3, 1.5)
  expect(guard.factor).toBeLessThanOrEqual(0.3)
  expect(guard.shedSessions).toBe(0)
  pass(26, 1.5)
  expect([guard.isShed('a'), guard.isShed('b'), guard.isShed('c')]).toEqual([false, false, true])
  pass(600, 1.5)
  expect([guard.isShed('a'), guard.isShed('b'), guard.factor]).toEqual([false, true, 0.05])
})

test('it recovers by itself, and the sessions that are left come back the oldest first', () => {
  const { guard, pass } = setUp()
  pass(60, 2)
  expect(guard.shedSessions).toBe(2)
  pass(14, 0.2)
  expect([guard.isShed('b'), guard.isShed('c')]).toEqual([false, true])
  pass(120, 0)
  expect([guard.factor, guard.shedSessions, guard.ratio]).toEqual([1, 0, 0])
})

test('one slow session among others says nothing about the machine', () => {
  const { guard, pass } = setUp()
  pass(120, (id) => (id === 'b' ? 9 : 0.5))
  expect([guard.factor, guard.shedSessions]).toEqual([1, 0])
})

test('segments that never end count as late as they are', () => {
  const { guard, sessions } = setUp(['a'])
  guard.begin('a', { durationMs: 2_000, nowMs: 0 })
  for (let nowMs = 0; nowMs <= 20_000; nowMs += 1_000) guard.look(sessions, nowMs)
  expect(guard.ratio).toBe(10)
  expect(guard.factor).toBeLessThan(0.3)
})

test('whatever happens: the oldest stays, no more are turned away than there are, and calm brings all back', () => {
  const step = fc.record({
    seconds: fc.integer({ min: 1, max: 20 }),
    ratio: fc.double({ min: 0, max: 5, noNaN: true }),
    open: fc.integer({ min: 0, max: 5 }),
    used: fc.integer({ min: 0, max: 150 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const { guard, pass } = setUp()
      const ids = ['a', 'b', 'c', 'd', 'e']
      let lateSeconds = 0
      for (const { seconds, ratio, open, used } of steps) {
        const sessions = {
          oldestFirst: ids.slice(0, open),
          usedPixelsPerSecond: used,
          offeredPixelsPerSecond: 100,
        }
        const shedBefore = guard.shedSessions
        pass(seconds, ratio, sessions)
        lateSeconds = guard.ratio > 1 ? lateSeconds + seconds : 0
        expect(guard.factor).toBeGreaterThanOrEqual(0.05)
        expect(guard.factor).toBeLessThanOrEqual(1)
        expect(guard.isShed('a')).toBe(false)
        expect(guard.shedSessions).toBeLessThanOrEqual(Math.max(0, open - 1))
        if (seconds < 30 && shedBefore === 0 && lateSeconds === 0) expect(guard.shedSessions).toBe(0)
      }
      pass(120, 0)
      expect([guard.factor, guard.shedSessions]).toEqual([1, 0])
    }),
  )
})
