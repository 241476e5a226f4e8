import type { StatusSegment } from '@millrace/client'
import { expect, test } from 'vitest'
import { layOut } from './layout.ts'

const segment = (seqNo: number, latencyMs: number | undefined, streamId = 'live'): StatusSegment => ({
  streamId,
  seqNo,
  state: latencyMs === undefined ? 'transcoding' : 'published',
  receivedAt: 0,
  startMs: seqNo * 2_000,
  durationMs: 2_000,
  bytes: 1,
  ...(latencyMs === undefined ? {} : { latencyMs }),
  attempts: [],
  renditions: [],
})

test('bars share one round scale that holds the slowest segment', () => {
  const { bars, scaleMs } = layOut([segment(0, 400), segment(1, 800)], 'live', 10)
  expect(scaleMs).toBe(1_000)
  expect(bars.map(({ height }) => height)).toEqual([0.4, 0.8])
})

test('only the newest segments of the chosen stream are shown', () => {
  const { bars } = layOut([segment(0, 1), segment(7, 1, 'other'), segment(1, 1), segment(2, 1)], 'live', 2)
  expect(bars.map((bar) => bar.segment.seqNo)).toEqual([1, 2])
})

test('a segment that is still out has a small bar and no length of its own', () => {
  const { bars, scaleMs } = layOut([segment(0, undefined)], 'live', 5)
  expect(scaleMs).toBe(250)
  expect(bars[0]?.height).toBe(0.04)
})

test('no segments give no bars', () => {
  expect(layOut([], 'live', 5).bars).toEqual([])
})
