import { Hono } from 'hono'
import type { PublishedEvent, StatusBoard } from './status-board.ts'

export interface StatusRoutesOptions {
  readonly maxSubscribers: number
  readonly heartbeatMs?: number
}

const defaultHeartbeatMs = 15_000
/** A subscriber who leaves this much unread is sent away; it can come back and resume. */
const maxUnreadBytes = 1_000_000

const headers = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' }

const preflight = {
  ...headers,
  'Access-Control-Allow-Methods': 'GET, OPTIONS',
  'Access-Control-Allow-Headers': 'Last-Event-ID',
}

/** The public status: `GET /api/v1/status`, and `GET /api/v1/events` as server-sent events. */
export function statusRoutes(
  { maxSubscribers, heartbeatMs = defaultHeartbeatMs }: StatusRoutesOptions,
  { board, closed }: { readonly board: StatusBoard; readonly closed: AbortSignal },
): Hono {
  const app = new Hono()
  let subscribers = 0
  app.options('/api/v1/*', () => new Response(null, { status: 204, headers: preflight }))
  app.get('/api/v1/status', () => Response.json(board.status(), { headers }))
  app.get('/api/v1/events', (context) => {
    if (subscribers >= maxSubscribers || closed.aborted) {
      return new Response('Too many subscribers; ask again later.\n', {
        status: 503,
        headers: { ...headers, 'Retry-After': '10' },
      })
    }
    subscribers++
    const afterId = readEventId(context.req.header('last-event-id') ?? context.req.query('lastEventId'))
    const body = eventStream({
      board,
      afterId,
      heartbeatMs,
      signal: AbortSignal.any([closed, context.req.raw.signal]),
      onEnd: () => subscribers--,
    })
    return new Response(body, {
      headers: { ...headers, 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' },
    })
  })
  return app
}

interface EventStreamInit {
  readonly board: StatusBoard
  readonly afterId: number | undefined
  readonly heartbeatMs: number
  readonly signal: AbortSignal
  readonly onEnd: () => void
}

function eventStream({ board, afterId, heartbeatMs, signal, onEnd }: EventStreamInit): ReadableStream {
  const encoder = new TextEncoder()
  let end: () => void = onEnd
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) <= 0) end()
        }
        let unsubscribe = () => {}
        let ended = false
        const beat = setInterval(() => write(': alive\n\n'), heartbeatMs)
        end = () => {
          if (ended) return
          ended = true
          clearInterval(beat)
          unsubscribe()
          signal.removeEventListener('abort', end)
          onEnd()
          controller.close()
        }
        signal.addEventListener('abort', end)
        write('retry: 2000\n\n')
        unsubscribe = board.subscribe((event) => {
          if (!ended) write(format(event))
        }, afterId)
        if (signal.aborted) end()
      },
      cancel: () => end(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxUnreadBytes }),
  )
}

function format({ id, name, data }: PublishedEvent): string {
  return `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`
}

function readEventId(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
