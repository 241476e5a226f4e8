import { expect, test } from 'vitest'
import { scoreOf } from './score.ts'

test('a score rises with segments that came back, and falls with the time they took', () => {
  expect(scoreOf({ segmentsDone: 10, segmentsFailed: 0, medianLatencyMs: 0 })).toBe(10)
  expect(scoreOf({ segmentsDone: 10, segmentsFailed: 0, medianLatencyMs: 2_000 })).toBe(5)
  expect(scoreOf({ segmentsDone: 5, segmentsFailed: 5, medianLatencyMs: 0 })).toBe(5)
})

test('who was never asked has no score, who only failed has none of ten', () => {
  expect(scoreOf({ segmentsDone: 0, segmentsFailed: 0 })).toBeUndefined()
  expect(scoreOf({ segmentsDone: 0, segmentsFailed: 3 })).toBe(0)
  expect(scoreOf({ segmentsDone: 2, segmentsFailed: 0 })).toBeUndefined()
})
