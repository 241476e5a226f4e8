import { getConnInfo } from '@hono/node-server/conninfo'
import type { Clock, Logger } from '@millrace/common'
import { writeMp4 } from '@millrace/media'
import { type Context, Hono } from 'hono'
import type { AuthWebhook } from '../admission/auth-webhook.ts'
import { PublishRefusedError } from '../errors.ts'
import type { AuthorizePlayback } from '../playback/authorize.ts'
import { StoreError } from '../storage/errors.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { StoreShelf } from '../storage/store-shelf.ts'
import { isStreamId } from '../streams/stream-keys.ts'
import { finalizeRecording } from './finalize.ts'
import type { Recording } from './read-recording.ts'
import { RecordingCache } from './recording-cache.ts'
import { parseRecordingPath, type RecordingTarget } from './recording-path.ts'
import { recordingMaster, recordingMedia } from './recording-playlists.ts'
import { WebhookMemory } from './webhook-memory.ts'

export interface RecordingRoutesDependencies {
  readonly stores: StoreShelf
  /** Whether a stream is recorded now. */
  readonly isLive: (streamId: string) => boolean
  readonly authorize: AuthorizePlayback
  /** Asked besides, as for publishers; may name another store. */
  readonly webhook: Pick<AuthWebhook, 'ask'> | undefined
  /** Whether answers differ by viewer. */
  readonly isPrivate: boolean
  readonly maxDownloads: number
  readonly onServed: (kind: RecordingTarget['kind'], bytes: number) => void
  readonly clock: Clock
  readonly log: Logger
  /** Aborted when the gateway closes. */
  readonly closed: AbortSignal
}

const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Content-Length' }
const preflight = {
  ...cors,
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Range',
  'Access-Control-Max-Age': '86400',
}
const maxSegmentBytes = 300_000_000

/** `GET /recordings/…`: what was recorded, as playlists, segments and MP4 files. */
export class RecordingRoutes {
  readonly #deps: RecordingRoutesDependencies
  readonly #cache: RecordingCache
  readonly #memory: WebhookMemory | undefined
  #downloads = 0

  constructor(deps: RecordingRoutesDependencies) {
    this.#deps = deps
    this.#cache = new RecordingCache(deps.clock)
    this.#memory = deps.webhook && new WebhookMemory(deps.webhook, deps.clock)
  }

  routes(): Hono {
    const app = new Hono()
    app.on(['GET', 'HEAD'], '/recordings/*', (context) => this.#serve(context))
    app.on('OPTIONS', '/recordings/*', () => new Response(null, { status: 204, headers: preflight }))
    return app
  }

  async #serve(context: Context): Promise<Response> {
    const url = new URL(context.req.url)
    const target = parseRecordingPath(url.pathname)
    if (!target || !isStreamId(target.streamId)) return refuse(404, 'There is nothing at this path.')
    try {
      const store = await this.#admit(context, target, url)
      if (store instanceof Response) return store
      if (!store) return refuse(404, 'Nothing is recorded here.')
      return (
        (await this.#answer(context, target, { store, url })) ?? refuse(404, 'There is no such recording.')
      )
    } catch (error) {
      if (error instanceof PublishRefusedError) return refuse(403, 'You may not see this recording.')
      if (!(error instanceof StoreError)) throw error
      this.#deps.log.warn({ err: error }, 'recording cannot be read')
      return refuse(503, 'The recording cannot be read now.')
    }
  }

  async #admit(
    context: Context,
    { streamId }: RecordingTarget,
    url: URL,
  ): Promise<ObjectStore | Response | undefined> {
    const token = url.searchParams.get('token') ?? bearer(context.req.header('authorization'))
    const decision = await this.#deps.authorize({
      streamId,
      kind: 'master',
      ...(token !== undefined && { token }),
      remoteAddress: getConnInfo(context).remote.address ?? '',
    })
    if (!decision.allow) {
      if (decision.reason === 'denied') return refuse(403, 'You may not see this recording.')
      return refuse(503, 'Nobody can tell now whether you may see this recording.')
    }
    const asked = await this.#memory?.ask(`${url.origin}/recordings/${streamId}${url.search}`)
    return this.#deps.stores.recordStore(asked?.order.recordStore)
  }

  async #answer(
    context: Context,
    target: RecordingTarget,
    { store, url }: { readonly store: ObjectStore; readonly url: URL },
  ): Promise<Response | undefined> {
    const { streamId, kind } = target
    if (kind === 'segment') return this.#segment(target.key, store)
    const isOver = !this.#deps.isLive(streamId)
    const recording = await this.#cache.read(store, { streamId, isOver })
    if (!recording) return undefined
    const token = url.searchParams.get('token')
    const query = token === null ? '' : `?token=${encodeURIComponent(token)}`
    if (kind === 'master') {
      if (isOver && url.searchParams.get('finalize') === 'true')
        await finalizeRecording(store, streamId, recording)
      return this.#playlist(recordingMaster(recording, query), kind)
    }
    const track = recording.tracks.find(({ name }) => name === target.track)
    if (!track) return undefined
    if (kind === 'media') return this.#playlist(recordingMedia(track, { query, isOver }), kind)
    return this.#file(context, track, { store, name: `${streamId}-${target.track}` })
  }

  #playlist(text: string, kind: 'master' | 'media'): Response {
    this.#deps.onServed(kind, text.length)
    return new Response(text, {
      headers: {
        ...cors,
        'Content-Type': 'application/vnd.apple.mpegurl',
        'Cache-Control': this.#deps.isPrivate ? 'no-store' : 'max-age=2',
      },
    })
  }

  async #segment(key: string, store: ObjectStore): Promise<Response | undefined> {
    const bytes = await store.get(key, { maxBytes: maxSegmentBytes, signal: this.#deps.closed })
    if (!bytes) return undefined
    this.#deps.onServed('segment', bytes.length)
    return new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        ...cors,
        'Content-Type': 'video/mp2t',
        'Content-Length': String(bytes.length),
        'Cache-Control': `${this.#deps.isPrivate ? 'private' : 'public'}, max-age=3600`,
      },
    })
  }

  #file(
    context: Context,
    { pieces }: Recording['tracks'][number],
    { store, name }: { readonly store: ObjectStore; readonly name: string },
  ): Response {
    const headers = {
      ...cors,
      'Content-Type': 'video/mp4',
      'Content-Disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}.mp4"`,
      'Cache-Control': 'no-store',
    }
    if (context.req.method === 'HEAD') return new Response(null, { headers })
    if (this.#downloads >= this.#deps.maxDownloads) {
      return refuse(503, 'Too many files are being downloaded.', { 'Retry-After': '10' })
    }
    this.#downloads++
    const stop = new AbortController()
    const signal = AbortSignal.any([stop.signal, this.#deps.closed, context.req.raw.signal])
    const parts = writeMp4(segmentsOf(pieces, store, signal), { signal })
    return new Response(
      asStream(parts, {
        onChunk: (bytes) => this.#deps.onServed('file', bytes),
        onEnd: () => {
          this.#downloads--
          stop.abort()
        },
      }),
      { headers },
    )
  }
}

async function* segmentsOf(
  pieces: Recording['tracks'][number]['pieces'],
  store: ObjectStore,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (const { key } of pieces) {
    if (signal.aborted) return
    const bytes = await store.get(key, { maxBytes: maxSegmentBytes, signal })
    if (bytes) yield bytes
  }
}

/** A body that is made as it is read. */
function asStream(
  parts: AsyncGenerator<Uint8Array>,
  { onChunk, onEnd }: { readonly onChunk: (bytes: number) => void; readonly onEnd: () => void },
): ReadableStream<Uint8Array> {
  let isOver = false
  const end = () => {
    if (!isOver) onEnd()
    isOver = true
  }
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await parts.next()
        if (done) {
          end()
          controller.close()
        } else {
          onChunk(value.length)
          controller.enqueue(value)
        }
      } catch (error) {
        end()
        controller.error(error)
      }
    },
    async cancel() {
      end()
      await parts.return(undefined)
    },
  })
}

function bearer(header: string | undefined): string | undefined {
  return /^Bearer +(\S{1,4096})$/i.exec(header ?? '')?.[1]
}

function refuse(status: number, sentence: string, headers: Record<string, string> = {}): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: {
      ...cors,
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      ...headers,
    },
  })
}
