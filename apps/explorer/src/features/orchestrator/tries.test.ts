import type { StatusSegment } from '@millrace/client'
import { expect, test } from 'vitest'
import { triesOf } from './tries.ts'

const attempt = (orchestrator: string, startedAt: number) => ({
  orchestrator,
  startedAt,
  outcome: 'won' as const,
  hedge: false,
})
const segment = (seqNo: number, attempts: StatusSegment['attempts']): StatusSegment => ({
  streamId: 'live',
  seqNo,
  state: 'published',
  receivedAt: 0,
  startMs: 0,
  durationMs: 2_000,
  bytes: 1,
  attempts,
  renditions: [],
})

test('tries of one orchestrator are listed newest first, whatever the case of its address', () => {
  const segments = [
    segment(1, [attempt('0xAB', 10), attempt('0xcd', 20)]),
    segment(2, [attempt('0xcd', 30), attempt('0xab', 40)]),
  ]
  expect(triesOf(segments, '0xAb').map(({ segment: { seqNo } }) => seqNo)).toEqual([2, 1])
  expect(triesOf(segments, '0xee')).toEqual([])
})
