import { type Clock, Lifecycle, type Logger } from '@millrace/common'
import { SegmentRefusedError, type TranscoderPool } from '@millrace/media'
import { type Context, Hono } from 'hono'
import type { Admission, Admitted } from '../admission/admission.ts'
import { mergeOrders } from '../admission/transcode-configuration.ts'
import {
  ConfigurationMismatchError,
  PublishRefusedError,
  SegmentInputError,
  TranscodeConfigurationError,
} from '../errors.ts'
import type { StreamOrder } from '../streams/stream-order.ts'
import type { StreamRegistry } from '../streams/stream-registry.ts'
import { PushEntries } from './push-entries.ts'
import { PushHeaderFault, type PushHeaders, readPushHeaders } from './push-headers.ts'
import { type PushTarget, parsePushPath } from './push-path.ts'
import { inputRefusal, outcomeReply, refusalStatus, refuse } from './push-reply.ts'
import { BodyTooLarge, readBody } from './read-body.ts'
import { readPushed } from './read-pushed.ts'

export interface PushIngestOptions {
  readonly maxSegmentBytes: number
  /** A pushed stream without a segment for so long is left. */
  readonly pushIdleMs: number
  /** Whether pushers may say what they want of their stream. */
  readonly transcodeConfigurationHeader: boolean
}

export interface PushIngestDependencies {
  readonly admission: Pick<Admission, 'push'>
  readonly registry: Pick<StreamRegistry, 'open'>
  /** Where MP4 is taken apart and made; opened when the first comes. */
  readonly remuxer: () => Promise<Pick<TranscoderPool, 'remux'>>
  readonly clock: Clock
  readonly log: Logger
  readonly onBytes?: (bytes: number) => void
  /** Told the status of every answer. */
  readonly onAnswer?: (status: number) => void
}

/** One push on its way in. */
interface Push {
  readonly context: Context
  readonly target: PushTarget
  readonly headers: PushHeaders
  readonly admitted: Admitted
  readonly order: StreamOrder
}

/** Segments of one stream that may be on their way in at the same time. */
const maxParallelPushes = 4
const sweepMs = 1_000
const remuxTimeoutMs = 20_000

/** HTTP push: `PUT` or `POST /live/<stream>/<seq>.ts` or `.mp4`, with the stream key as bearer or in the path. */
export class PushIngest {
  readonly #options: PushIngestOptions
  readonly #deps: PushIngestDependencies
  readonly #entries: PushEntries
  readonly #receiving = new Map<string, number>()
  readonly #life = new Lifecycle()

  constructor(options: PushIngestOptions, deps: PushIngestDependencies) {
    this.#options = options
    this.#deps = deps
    this.#entries = this.#life.use('pushed streams', new PushEntries(deps))
    const isBusy = (streamId: string) => this.#receiving.has(streamId)
    const timer = setInterval(() => this.#entries.sweep(options.pushIdleMs, isBusy), sweepMs)
    timer.unref()
    this.#life.add('sweep of idle pushers', () => clearInterval(timer))
  }

  routes(): Hono {
    const app = new Hono()
    app.all('/live/*', async (context) => {
      const response = await this.#serve(context).catch((error: unknown) => refusalOf(error))
      this.#deps.onAnswer?.(response.status)
      return response
    })
    return app
  }

  close(): Promise<void> {
    return this.#life.close()
  }

  async #serve(context: Context): Promise<Response> {
    const { method, headers: raw } = context.req.raw
    if (method !== 'PUT' && method !== 'POST')
      return refuse(405, 'PUT or POST segments here.', { Allow: 'PUT, POST' })
    const url = new URL(context.req.url)
    const target = parsePushPath(url.pathname)
    if (!target) return refuse(400, 'Push to /live/<stream>/<number>.ts or .mp4.')
    if (target.extension !== 'ts' && target.extension !== 'mp4')
      return refuse(400, 'Only MPEG-TS and MP4 segments are taken.')
    const headers = readPushHeaders(raw)
    const key = headers.bearer ?? target.key
    const admitted = await this.#deps.admission.push({ streamId: target.streamId, key, url }, (credential) =>
      this.#entries.known(credential),
    )
    const order = this.#orderOf(headers, admitted)
    return this.#bounded(admitted.streamId, () =>
      this.#receive({ context, target, headers, admitted, order }),
    )
  }

  #orderOf({ configuration }: PushHeaders, { streamId, order }: Admitted): StreamOrder {
    if (!configuration || !this.#options.transcodeConfigurationHeader) return order
    // Whoever may publish one stream must not get into another by naming it.
    if (configuration.streamId !== undefined && configuration.streamId !== streamId) {
      throw new ConfigurationMismatchError({ what: 'manifestID' })
    }
    return mergeOrders(configuration.order, order)
  }

  async #bounded(streamId: string, work: () => Promise<Response>): Promise<Response> {
    const receiving = this.#receiving.get(streamId) ?? 0
    if (receiving >= maxParallelPushes)
      return refuse(503, 'Too many segments at once.', { 'Retry-After': '1' })
    this.#receiving.set(streamId, receiving + 1)
    try {
      return await work()
    } finally {
      const left = (this.#receiving.get(streamId) ?? 1) - 1
      if (left > 0) this.#receiving.set(streamId, left)
      else this.#receiving.delete(streamId)
    }
  }

  async #receive({ context, target, headers, admitted, order }: Push): Promise<Response> {
    const received = await this.#read(context)
    if (received instanceof Response) return received
    const isMp4 = target.extension === 'mp4'
    const bytes = isMp4 ? await this.#fromMp4(received) : received
    if (!bytes) return inputRefusal('UNREADABLE')
    const { probe, durationMs } = readPushed(bytes, headers.durationMs)
    const outcome = this.#entries.use(admitted, order).stream.add({
      bytes,
      number: target.number,
      durationMs,
      probe,
      slice: headers.slice,
    })
    if (!headers.wantsRenditions) return new Response(null, { status: 200 })
    return outcomeReply(await outcome, {
      number: target.number,
      format: isMp4 ? 'mp4' : 'mpegts',
      convert: async (files) => (isMp4 && files.length > 0 ? this.#toMp4(files) : files),
    })
  }

  async #read({ req }: Context): Promise<Uint8Array | Response> {
    const { headers, body } = req.raw
    try {
      const announced = headers.get('content-length')
      const bytes = await readBody(body as ReadableStream<Uint8Array> | null, {
        maxBytes: this.#options.maxSegmentBytes,
        announcedBytes: announced === null ? undefined : Number(announced),
      })
      this.#deps.onBytes?.(bytes.length)
      return bytes
    } catch (error) {
      if (error instanceof BodyTooLarge) return inputRefusal('TOO_LARGE')
      return refuse(500, 'The segment could not be read.')
    }
  }

  async #fromMp4(file: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      const remuxer = await this.#deps.remuxer()
      const order = { from: 'mp4', into: 'mpegts', timeoutMs: remuxTimeoutMs } as const
      return (await remuxer.remux({ files: [file], ...order }))[0]
    } catch (error) {
      if (error instanceof SegmentRefusedError) return undefined
      throw error
    }
  }

  async #toMp4(files: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const remuxer = await this.#deps.remuxer()
    return remuxer.remux({ files, from: 'mpegts', into: 'mp4', timeoutMs: remuxTimeoutMs })
  }
}

function refusalOf(error: unknown): Response {
  if (error instanceof PublishRefusedError) return refuse(refusalStatus[error.code], error.message)
  if (error instanceof SegmentInputError) return inputRefusal(error.code)
  if (error instanceof PushHeaderFault || error instanceof TranscodeConfigurationError)
    return refuse(400, error.message)
  if (error instanceof ConfigurationMismatchError) return refuse(403, error.message)
  throw error
}
