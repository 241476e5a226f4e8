import { type Clock, Lifecycle, type Logger } from '@millrace/common'
import type { SegmentProbe } from '@millrace/media'
import { type Context, Hono } from 'hono'
import type { DispatchOutcome } from '../dispatch/types.ts'
import { PublishRefusedError } from '../errors.ts'
import type { StreamKeyFacts, StreamKeys } from '../streams/stream-keys.ts'
import type { Publisher, StreamRegistry } from '../streams/stream-registry.ts'
import { multipartReply } from './multipart.ts'
import { type PushTarget, parsePushPath } from './push-path.ts'
import { PushStream, probePushed } from './push-stream.ts'
import { BodyTooLarge, readBody } from './read-body.ts'

export interface PushIngestOptions {
  readonly maxSegmentBytes: number
  /** A pushed stream without a segment for so long is left. */
  readonly pushIdleMs: number
}

export interface PushIngestDependencies {
  readonly keys: Pick<StreamKeys, 'check' | 'reload'>
  readonly registry: Pick<StreamRegistry, 'open'>
  readonly clock: Clock
  readonly log: Logger
  readonly onBytes?: (bytes: number) => void
}

interface PushEntry {
  readonly facts: StreamKeyFacts
  readonly publisher: Publisher
  readonly stream: PushStream
  usedAtMs: number
}

const maxDurationMs = 300_000
/** Segments of one stream that may be on their way in at the same time. */
const maxParallelPushes = 4
const sweepMs = 1_000

/** HTTP push: `PUT` or `POST /live/<stream>/<seq>.ts`, with the stream key as bearer or in the path. */
export class PushIngest {
  readonly #options: PushIngestOptions
  readonly #deps: PushIngestDependencies
  readonly #entries = new Map<string, PushEntry>()
  readonly #receiving = new Map<string, number>()
  readonly #life = new Lifecycle()

  constructor(options: PushIngestOptions, deps: PushIngestDependencies) {
    this.#options = options
    this.#deps = deps
    const timer = setInterval(() => this.#sweep(), sweepMs)
    timer.unref()
    this.#life.add('sweep of idle pushers', () => clearInterval(timer))
  }

  routes(): Hono {
    const app = new Hono()
    app.all('/live/*', (context) => this.#serve(context))
    return app
  }

  async close(): Promise<void> {
    await this.#life.close()
    for (const { publisher } of this.#entries.values()) publisher.end()
    this.#entries.clear()
  }

  async #serve(context: Context): Promise<Response> {
    const { method, headers } = context.req.raw
    if (method !== 'PUT' && method !== 'POST')
      return refuse(405, 'PUT or POST segments here.', { Allow: 'PUT, POST' })
    const target = parsePushPath(new URL(context.req.url).pathname)
    if (!target) return refuse(400, 'Push to /live/<stream>/<number>.ts.')
    if (target.extension !== 'ts') return refuse(400, 'Only MPEG-TS segments are taken.')
    const facts = await this.#authenticate(target, headers)
    if (!facts) return refuse(403, 'The stream key is not valid.')
    const receiving = this.#receiving.get(facts.streamId) ?? 0
    if (receiving >= maxParallelPushes)
      return refuse(503, 'Too many segments at once.', { 'Retry-After': '1' })
    this.#receiving.set(facts.streamId, receiving + 1)
    try {
      return await this.#receive(context, target, facts)
    } finally {
      const left = (this.#receiving.get(facts.streamId) ?? 1) - 1
      if (left > 0) this.#receiving.set(facts.streamId, left)
      else this.#receiving.delete(facts.streamId)
    }
  }

  async #authenticate({ streamId, key }: PushTarget, headers: Headers): Promise<StreamKeyFacts | undefined> {
    const { keys, log } = this.#deps
    await keys.reload().catch((err: unknown) => log.error({ err }, 'stream keys cannot be read'))
    const bearer = /^Bearer +(\S{1,256})$/i.exec(headers.get('authorization') ?? '')?.[1]
    const facts = keys.check(bearer ?? key ?? '')
    return facts?.streamId === streamId ? facts : undefined
  }

  async #receive(context: Context, target: PushTarget, facts: StreamKeyFacts): Promise<Response> {
    const { headers, body } = context.req.raw
    const durationMs = readDuration(headers.get('content-duration'))
    if (durationMs === 'invalid') return refuse(400, 'Content-Duration is milliseconds, up to 300000.')
    let bytes: Uint8Array
    try {
      const announced = headers.get('content-length')
      bytes = await readBody(body as ReadableStream<Uint8Array> | null, {
        maxBytes: this.#options.maxSegmentBytes,
        announcedBytes: announced === null ? undefined : Number(announced),
      })
    } catch (error) {
      if (error instanceof BodyTooLarge) return refuse(413, 'The segment is too large.')
      return refuse(500, 'The segment could not be read.')
    }
    this.#deps.onBytes?.(bytes.length)
    const probe = tryProbe(bytes)
    if (!probe) return refuse(422, 'Error getting codec info')
    const length = durationMs ?? probe.durationMs
    if (length <= 0 || length > maxDurationMs) return refuse(422, 'The segment has no usable duration.')
    try {
      const outcome = this.#entryFor(facts).stream.add({
        bytes,
        number: target.number,
        durationMs: length,
        probe,
      })
      const wantsRenditions = (headers.get('accept') ?? '').includes('multipart/mixed')
      return wantsRenditions ? answer(await outcome, target.number) : new Response(null, { status: 200 })
    } catch (error) {
      if (error instanceof PublishRefusedError) return refuse(refusalStatus[error.code], error.message)
      throw error
    }
  }

  #entryFor(facts: StreamKeyFacts): PushEntry {
    const { streamId } = facts
    const known = this.#entries.get(streamId)
    const usedAtMs = this.#deps.clock.nowMs()
    if (known?.facts.keyId === facts.keyId) {
      known.usedAtMs = usedAtMs
      return known
    }
    this.#leave(streamId)
    const publisher = this.#deps.registry.open({ ...facts, disconnect: () => this.#leave(streamId) })
    const entry = { facts, publisher, stream: new PushStream(publisher), usedAtMs }
    this.#entries.set(streamId, entry)
    this.#deps.log.info({ streamId }, 'encoder pushes by HTTP')
    return entry
  }

  #leave(streamId: string): void {
    const entry = this.#entries.get(streamId)
    if (!entry) return
    this.#entries.delete(streamId)
    entry.publisher.end()
  }

  #sweep(): void {
    const nowMs = this.#deps.clock.nowMs()
    for (const [streamId, { usedAtMs }] of this.#entries) {
      const isReceiving = this.#receiving.has(streamId)
      if (!isReceiving && nowMs - usedAtMs >= this.#options.pushIdleMs) this.#leave(streamId)
    }
  }
}

const refusalStatus = { WRONG_KEY: 403, STREAM_BUSY: 409, TOO_MANY_STREAMS: 503, CLOSING: 503 } as const

function answer(outcome: DispatchOutcome, number: number): Response {
  if (outcome.kind === 'done') return multipartReply(outcome.result.renditions, number)
  if (outcome.reason === 'no-orchestrators' || outcome.reason === 'payment-required') {
    return refuse(503, 'No sessions available')
  }
  return outcome.reason === 'unusable'
    ? refuse(422, 'The segment cannot be transcoded.')
    : refuse(500, 'The segment was not transcoded.')
}

function readDuration(header: string | null): number | undefined | 'invalid' {
  if (header === null) return undefined
  const durationMs = /^\d{1,6}$/.test(header) ? Number(header) : 0
  return durationMs > 0 && durationMs <= maxDurationMs ? durationMs : 'invalid'
}

function tryProbe(bytes: Uint8Array): SegmentProbe | undefined {
  try {
    return probePushed(bytes)
  } catch {
    return undefined
  }
}

function refuse(status: number, sentence: string, headers: Record<string, string> = {}): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  })
}
