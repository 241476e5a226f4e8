import { expect, test } from 'vitest'
import { PublisherClock } from './publisher-clock.ts'

test('a jump is taken out once, and what follows keeps its distances', () => {
  const clock = new PublisherClock({ rawMs: 1000, startMs: 500 })
  const jumpMs = 3_600_000
  expect([1000, 1040, 1080].map((rawMs) => clock.read('video', rawMs))).toEqual([500, 540, 580])
  expect([1120, 1160, 1200].map((rawMs) => clock.read('video', rawMs + jumpMs))).toEqual([613, 653, 693])
  expect(clock.read('audio', 1210 + jumpMs)).toBe(703)
  expect(clock.jumps).toBe(1)
})

test('a gap of some seconds is no jump: time went on without frames', () => {
  const clock = new PublisherClock({ rawMs: 0, startMs: 0 })
  expect([0, 5000, 4800].map((rawMs) => clock.read('video', rawMs))).toEqual([0, 5000, 4800])
  expect(clock.jumps).toBe(0)
})
