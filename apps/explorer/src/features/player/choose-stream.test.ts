import type { StatusStream } from '@millrace/client'
import { expect, test } from 'vitest'
import { adviceOf, chooseStream, overlayOf } from './choose-stream.ts'

const stream = (id: string, state: StatusStream['state']): StatusStream => ({
  id,
  state,
  startedAt: 0,
  playbackPath: `/hls/${id}/index.m3u8`,
  renditions: [],
  segmentsIn: 0,
  segmentsOut: 0,
  segmentsLost: 0,
})

test('the stream that was asked for is shown, even when it has ended', () => {
  const streams = [stream('a', 'live'), stream('b', 'ended')]
  expect(chooseStream(streams, 'b')?.id).toBe('b')
  expect(chooseStream(streams, 'gone')?.id).toBe('a')
})

test('a live stream goes before one that waits, and ended ones are passed over', () => {
  const streams = [stream('old', 'ended'), stream('away', 'waiting'), stream('here', 'live')]
  expect(chooseStream(streams, undefined)?.id).toBe('here')
  expect(chooseStream(streams.slice(0, 2), undefined)?.id).toBe('away')
  expect(chooseStream(streams.slice(0, 1), undefined)).toBeUndefined()
})

test('every state that shows no moving picture says why', () => {
  expect(overlayOf({ state: 'live', segmentsIn: 0 })).toMatch(/first segment/)
  expect(overlayOf({ state: 'waiting', segmentsIn: 0 })).toMatch(/Waiting for the encoder/)
  expect(overlayOf({ state: 'waiting', segmentsIn: 9 })).toMatch(/away/)
  expect(overlayOf({ state: 'ended', segmentsIn: 9 })).toMatch(/ended/)
  expect(overlayOf({ state: 'live', segmentsIn: 9 })).toBeUndefined()
  expect(adviceOf('payment-required')).toMatch(/deposit/)
  expect(adviceOf('spend-capped')).toMatch(/spent/)
  expect(adviceOf('live')).toBeUndefined()
})
