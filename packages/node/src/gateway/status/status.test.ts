import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { parseStatusEvent, type StatusEventsJson, statusSchema } from '@millrace/client'
import { systemClock } from '@millrace/common'
import { afterEach, expect, test } from 'vitest'
import { percentile } from './percentiles.ts'
import { statusRoutes } from './routes.ts'
import { type PublishedEvent, StatusBoard } from './status-board.ts'

const stream = (id: string): StatusEventsJson['stream'] => ({
  id,
  state: 'live',
  startedAt: 1,
  playbackPath: `/hls/${id}/index.m3u8`,
  renditions: [],
  segmentsIn: 0,
  segmentsOut: 0,
  segmentsLost: 0,
})
const segment = (seqNo: number): StatusEventsJson['segment'] => ({
  streamId: 'live',
  seqNo,
  state: 'transcoding',
  receivedAt: 1,
  startMs: 0,
  durationMs: 2000,
  bytes: 1,
  attempts: [],
  renditions: [],
})

function newBoard({ maxSegments = 3, maxEvents = 10 } = {}) {
  return new StatusBoard(
    { maxSegments, maxEvents },
    {
      clock: systemClock,
      gateway: {
        address: `0x${'0'.repeat(40)}`,
        version: '0.0.0',
        startedAt: 1,
        httpUrl: 'http://127.0.0.1:1',
      },
    },
  )
}

let closing: (() => void) | undefined
afterEach(() => closing?.())

async function serve(board: StatusBoard, maxSubscribers = 10): Promise<string> {
  const abort = new AbortController()
  const app = statusRoutes({ maxSubscribers, heartbeatMs: 20 }, { board, closed: abort.signal })
  const server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1')
  closing = () => {
    abort.abort()
    server.closeAllConnections()
    server.close()
  }
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Reads events until there are `count`. */
async function readEvents(response: Response, count: number): Promise<PublishedEvent[]> {
  const events: PublishedEvent[] = []
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const found = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(block)
      if (found?.[1] && found[2] && found[3]) {
        expect(parseStatusEvent(found[2], found[1], found[3])).toBeDefined()
        events.push({ id: Number(found[1]), name: found[2] as PublishedEvent['name'], data: found[3] })
      }
    }
    if (events.length >= count) break
  }
  return events
}

test('the status fits the public schema and holds the last segments only', async () => {
  const board = newBoard()
  board.setStream(stream('live'))
  for (let seqNo = 0; seqNo < 10; seqNo++) board.setSegment(segment(seqNo))
  const url = await serve(board)
  const response = await fetch(`${url}/api/v1/status`)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  const status = statusSchema.parse(await response.json())
  expect(status.segments.map(({ seqNo }) => seqNo)).toEqual([7, 8, 9])
  expect(status.lastEventId).toBe(11)
})

test('funds that stay the same are no event, but the status says at which block they were read last', () => {
  const board = newBoard()
  const funds = { state: 'ok', depositWei: '5', reserveWei: '1' } as const
  board.setFunds({ ...funds, block: 7 })
  const { lastEventId } = board.status()
  board.setFunds({ ...funds, block: 8 })
  expect(board.status()).toMatchObject({ lastEventId, funds: { block: 8 } })
})

test('a subscriber gets what it missed, then each change as it happens', async () => {
  const board = newBoard()
  for (let seqNo = 0; seqNo < 3; seqNo++) board.setSegment(segment(seqNo))
  const url = await serve(board)
  const response = await fetch(`${url}/api/v1/events`, { headers: { 'last-event-id': '1' } })
  const reading = readEvents(response, 3)
  board.setStream(stream('live'))
  expect((await reading).map(({ id, name }) => [id, name])).toEqual([
    [2, 'segment'],
    [3, 'segment'],
    [4, 'stream'],
  ])
})

test('a subscriber who was away too long gets the whole present', async () => {
  const board = newBoard({ maxEvents: 2 })
  board.setStream(stream('live'))
  for (let seqNo = 0; seqNo < 5; seqNo++) board.setSegment(segment(seqNo))
  const seen: string[] = []
  board.subscribe(({ name }) => seen.push(name), 1)
  expect(seen).toEqual(['funds', 'totals', 'stream', 'segment', 'segment', 'segment'])
})

test('a subscriber from before a restart gets the whole present', () => {
  const seen: string[] = []
  newBoard().subscribe(({ name }) => seen.push(name), 900)
  expect(seen).toEqual(['funds', 'totals'])
})

test('error: more subscribers than allowed are sent away, and a place gets free again', async () => {
  const url = await serve(newBoard(), 1)
  const first = new AbortController()
  const open = await fetch(`${url}/api/v1/events`, { signal: first.signal })
  expect(open.headers.get('content-type')).toBe('text/event-stream')
  expect((await fetch(`${url}/api/v1/events`)).status).toBe(503)
  first.abort()
  await expect
    .poll(async () => {
      const response = await fetch(`${url}/api/v1/events`)
      await response.body?.cancel()
      return response.status
    })
    .toBe(200)
})

test('percentiles are by nearest rank', () => {
  expect(percentile([], 0.5)).toBeUndefined()
  expect(percentile([3, 1, 2], 0.5)).toBe(2)
  expect(
    percentile(
      Array.from({ length: 100 }, (_, i) => i + 1),
      0.95,
    ),
  ).toBe(95)
  expect(percentile([1], 0)).toBe(1)
})
