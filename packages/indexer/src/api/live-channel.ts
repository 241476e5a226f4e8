import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Listenable } from '@millrace/common'
import { streamSSE } from 'hono/streaming'
import type { Position } from '../sync/follower.ts'
import { TooManyListenersError } from './errors.ts'

const mostListeners = 1_000
const heartbeatMs = 15_000

export interface LiveSource {
  readonly changes: Listenable<{ readonly block: Position }>
  /** What a new listener is told at once, so that it misses nothing between two connections. */
  readonly position: () => Position | undefined
}

/**
 * Tells listeners by server-sent events when the database stands at another block. Each is told of the newest one when
 * it can take it: who is slow misses blocks in between, and costs nothing.
 */
export class LiveChannel {
  readonly #changes: LiveSource['changes']
  readonly #position: LiveSource['position']
  #listeners = 0

  constructor({ changes, position }: LiveSource) {
    this.#changes = changes
    this.#position = position
  }

  register(app: OpenAPIHono): void {
    const route = createRoute({
      method: 'get',
      path: '/v1/live',
      summary: 'Server-sent events: `block` with number, hash, time and head, whenever the data has changed.',
      responses: {
        200: { description: 'A stream of events.', content: { 'text/event-stream': { schema: z.string() } } },
      },
    })
    app.openapi(route, (context) => {
      if (this.#listeners >= mostListeners) throw new TooManyListenersError({ limit: mostListeners })
      return streamSSE(context, async (stream) => {
        this.#listeners++
        const news = new Newest<Position>()
        const now = this.#position()
        if (now) news.set(now)
        const stopListening = this.#changes.on('block', (position) => news.set(position))
        stream.onAbort(() => news.end())
        try {
          while (!stream.aborted) {
            const position = await news.take(heartbeatMs)
            if (stream.aborted) break
            if (position === undefined) await stream.write(': still here\n\n')
            else await stream.writeSSE({ event: 'block', id: String(position.block), data: dataOf(position) })
          }
        } finally {
          this.#listeners--
          stopListening()
        }
      }) as never
    })
  }
}

function dataOf({ block, hash, time, head }: Position): string {
  return JSON.stringify({ number: block, hash, time: time * 1_000, head })
}

/** A place for one value: the newest that nobody has taken. */
class Newest<T> {
  #value: T | undefined
  #wake: (() => void) | undefined

  set(value: T): void {
    this.#value = value
    this.#wake?.()
  }

  end(): void {
    this.#wake?.()
  }

  /** Undefined when nothing came in time, or nothing will come. */
  async take(timeoutMs: number): Promise<T | undefined> {
    if (this.#value === undefined) await this.#changed(timeoutMs)
    const value = this.#value
    this.#value = undefined
    return value
  }

  #changed(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
