import { expect, test } from 'vitest'
import { type Status, type StatusSegment, statusSchema } from './status.ts'
import { applyStatusEvent, parseStatusEvent } from './status-client.ts'

const address = '0x00000000000000000000000000000000000000aA'
const empty: Status = statusSchema.parse({
  apiVersion: 1,
  now: 1,
  lastEventId: 4,
  gateway: { address, version: '0', startedAt: 0, httpUrl: 'http://127.0.0.1:1' },
  funds: { state: 'ok', depositWei: '123456789012345678901', reserveWei: '0' },
  totals: {
    segmentsIn: 0,
    segmentsOut: 0,
    segmentsLost: 0,
    ticketsSent: 0,
    ticketValueWei: '0',
    feesWei: '0',
  },
  streams: [],
  orchestrators: [],
  segments: [],
})

const segment = (seqNo: number, state: StatusSegment['state']) => ({
  streamId: 'live',
  seqNo,
  state,
  receivedAt: 0,
  startMs: 0,
  durationMs: 2_000,
  bytes: 1,
  attempts: [],
  renditions: [],
})

test('amounts beyond a double are exact', () => {
  expect(empty.funds.depositWei).toBe(123_456_789_012_345_678_901n)
})

test('an event replaces what is known under the same id and adds what is not', () => {
  const event = (id: string, seqNo: number, state: StatusSegment['state']) => {
    const parsed = parseStatusEvent('segment', id, JSON.stringify(segment(seqNo, state)))
    if (!parsed) throw new Error('The event was not understood.')
    return parsed
  }
  const after = [
    event('5', 0, 'transcoding'),
    event('6', 1, 'transcoding'),
    event('7', 0, 'published'),
  ].reduce((status, next) => applyStatusEvent(status, next), empty)
  expect(after.segments.map(({ seqNo, state }) => `${seqNo} ${state}`)).toEqual([
    '0 published',
    '1 transcoding',
  ])
  expect(after.lastEventId).toBe(7)
})

test('only so many segments are kept', () => {
  const events = [0, 1, 2].map((seqNo) =>
    parseStatusEvent('segment', '9', JSON.stringify(segment(seqNo, 'lost'))),
  )
  const after = events.reduce(
    (status, next) => (next ? applyStatusEvent(status, next, { maxSegments: 2 }) : status),
    empty,
  )
  expect(after.segments.map(({ seqNo }) => seqNo)).toEqual([1, 2])
})

test('events of a newer gateway are passed over', () => {
  expect(parseStatusEvent('weather', '1', '{}')).toBeUndefined()
})

test('error: an event that does not fit its schema is refused', () => {
  expect(() => parseStatusEvent('funds', '1', '{"state":"ok","depositWei":"-1","reserveWei":"0"}')).toThrow()
})
