import type { StatusSegment } from '@millrace/client'
import { expect, test } from 'vitest'
import { layOut, makersOf, moveBy } from './layout.ts'

const address = '0x00000000000000000000000000000000000000aa'
const segment = (
  seqNo: number,
  latencyMs: number | undefined,
  change: Partial<StatusSegment> = {},
): StatusSegment => ({
  streamId: 'live',
  seqNo,
  state: latencyMs === undefined ? 'transcoding' : 'published',
  receivedAt: 0,
  startMs: seqNo * 2_000,
  durationMs: 2_000,
  bytes: 1,
  ...(latencyMs === undefined ? {} : { latencyMs }),
  attempts: [],
  renditions: [],
  ...change,
})
const attempt = (outcome: 'won' | 'failed' | 'late' | 'running', hedge = false) => ({
  orchestrator: address,
  startedAt: 0,
  outcome,
  hedge,
})

test('bars share one round scale that holds the slowest segment', () => {
  const { bars, scaleMs } = layOut([segment(0, 400), segment(1, 800)], 'live', 10)
  expect(scaleMs).toBe(1_000)
  expect(bars.map(({ height }) => height)).toEqual([0.4, 0.8])
})

test('only the newest segments of the chosen stream are shown', () => {
  const others = segment(7, 1, { streamId: 'other' })
  const { bars } = layOut([segment(0, 1), others, segment(1, 1), segment(2, 1)], 'live', 2)
  expect(bars.map((bar) => bar.segment.seqNo)).toEqual([1, 2])
})

test('a segment that is still out has a small bar, and the colour of who is at it', () => {
  const { bars, scaleMs } = layOut([segment(0, undefined, { attempts: [attempt('running')] })], 'live', 5)
  expect(scaleMs).toBe(250)
  expect(bars[0]).toMatchObject({ height: 0.04, orchestrator: address, mark: undefined })
  expect(makersOf(bars)).toEqual([])
})

test('what went wrong is marked, the worst of it', () => {
  const { bars } = layOut(
    [
      segment(0, 1, { attempts: [attempt('won'), attempt('late', true)] }),
      segment(1, 1, { attempts: [attempt('failed'), attempt('won', true)] }),
      segment(2, 1, { state: 'lost', attempts: [attempt('failed')] }),
      segment(3, 1, { attempts: [attempt('won')] }),
    ],
    'live',
    9,
  )
  expect(bars.map(({ mark }) => mark)).toEqual(['hedged', 'retried', 'lost', undefined])
})

test('no segments give no bars', () => {
  expect(layOut([], 'live', 5).bars).toEqual([])
})

test('arrows go from bar to bar and stop at the ends', () => {
  expect(moveBy('ArrowLeft', 3, 5)).toBe(2)
  expect(moveBy('ArrowLeft', 0, 5)).toBe(0)
  expect(moveBy('ArrowRight', 4, 5)).toBe(4)
  expect(moveBy('Home', 3, 5)).toBe(0)
  expect(moveBy('End', 0, 5)).toBe(4)
  expect(moveBy('a', 3, 5)).toBeUndefined()
  expect(moveBy('End', 0, 0)).toBeUndefined()
})
