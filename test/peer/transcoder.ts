import type { ClientHttp2Session, IncomingHttpHeaders } from 'node:http2'
import { type Capabilities, writeCapabilities } from './messages.ts'
import { type NewPart, writeMultipart } from './multipart.ts'
import { bytes, int, join, message } from './protobuf.ts'
import { type Notice, readNotice } from './read-messages.ts'
import type { Rendition } from './script.ts'
import {
  breakOff,
  frame,
  GrpcStatusError,
  get,
  grpcHeaders,
  open,
  type Post,
  post,
  statusOf,
  takeFrames,
} from './transport.ts'

/** What it sends back instead of good renditions. */
export interface ResultScript {
  readonly headers?: Readonly<Record<string, string>>
  readonly parts?: (good: readonly NewPart[]) => readonly NewPart[]
  readonly body?: (good: Uint8Array) => Uint8Array
  /** It is ready, but is not sent before this. */
  readonly heldUntil?: Promise<unknown>
  /** Sent so many times, one after the other; `half` hangs up in the middle of the first. */
  readonly times?: number | 'half'
}

export interface TheirTranscoderOptions {
  readonly uri: string
  readonly secret: string
  readonly capacity?: number
  /** Undefined: an old one, which says nothing of what it can do. */
  readonly capabilities?: Capabilities
  readonly transcode: (source: Uint8Array, notice: Notice) => Promise<readonly Rendition[]>
  /** Undefined is a good one; a text is told as the failure; `silent` never answers. */
  readonly script?: (notice: Notice) => ResultScript | string | undefined
}

export interface SentResult {
  readonly status: number
  readonly text: string
}

/** A transcoder of the live network: a stream of notices over gRPC, results over HTTP/2. */
export class TheirTranscoder {
  readonly notices: Notice[] = []
  readonly answers: SentResult[] = []
  readonly faults: string[] = []
  readonly ended: Promise<GrpcStatusError>
  readonly #options: TheirTranscoderOptions
  readonly #session: ClientHttp2Session

  private constructor(options: TheirTranscoderOptions, session: ClientHttp2Session) {
    this.#options = options
    this.#session = session
    this.ended = this.#follow()
  }

  static async register(options: TheirTranscoderOptions): Promise<TheirTranscoder> {
    return new TheirTranscoder(options, await open(options.uri))
  }

  /** Hangs up in the middle of whatever it does. */
  close(): void {
    this.#session.destroy()
  }

  /** Reads notices until the stream ends; how it ended is what a transcoder decides by whether to come again. */
  #follow(): Promise<GrpcStatusError> {
    const { secret, capacity = 4, capabilities } = this.#options
    const stream = this.#session.request(grpcHeaders('/net.Transcoder/RegisterTranscoder'))
    const request = join(
      bytes(1, secret),
      int(2, capacity),
      message(3, capabilities && writeCapabilities(capabilities)),
    )
    stream.end(frame(request))
    return new Promise((resolve) => {
      let last = { status: Number.NaN, text: 'the stream broke off' }
      const note = (headers: IncomingHttpHeaders) => {
        if (headers['grpc-status'] !== undefined) last = statusOf(headers)
      }
      let rest: Buffer = Buffer.alloc(0)
      stream
        .on('response', note)
        .on('trailers', note)
        .on('error', () => {})
      stream.on('data', (chunk: Buffer) => {
        const taken = takeFrames(Buffer.concat([rest, chunk]))
        rest = taken.rest
        for (const raw of taken.frames) this.#take(readNotice(raw))
      })
      stream.once('close', () => {
        this.#session.close()
        resolve(new GrpcStatusError(last.status, last.text))
      })
    })
  }

  #take(notice: Notice): void {
    this.notices.push(notice)
    if (notice.url === '') return
    this.#work(notice).catch((error: unknown) => this.faults.push(String(error)))
  }

  async #work(notice: Notice): Promise<void> {
    const script = this.#options.script?.(notice)
    if (script === 'silent') return
    if (typeof script === 'string') {
      const type = { 'Content-Type': 'livepeer/transcoding-error' }
      return this.send(notice.taskId, type, new TextEncoder().encode(script))
    }
    const source = await get(notice.url)
    const renditions = await this.#options.transcode(source, notice)
    const good = renditions.map(({ bytes: body, pixels }, index): NewPart => {
      const type = notice.profiles[index]?.format === 1 ? 'video/mp4' : 'video/mp2t'
      return {
        headers: { 'Content-Type': type, 'Content-Length': body.length, Pixels: pixels.toString() },
        body,
      }
    })
    const boundary = `a result of ${notice.taskId}`.replaceAll(' ', '-')
    const body = writeMultipart(boundary, script?.parts?.(good) ?? good)
    const type = { 'Content-Type': `multipart/mixed; boundary=${boundary}`, ...script?.headers }
    await script?.heldUntil
    const sent = script?.body?.(body) ?? body
    if (script?.times === 'half') return breakOff(this.#result(notice.taskId, type, sent))
    for (let left = script?.times ?? 1; left > 0; left--) await this.send(notice.taskId, type, sent)
  }

  /** Posts a result, or whatever a test calls one. */
  async send(
    taskId: bigint | string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
  ): Promise<void> {
    const reply = await post(this.#result(taskId, headers, body))
    const text = Buffer.from(await reply.body)
      .toString()
      .trim()
    this.answers.push({ status: reply.status, text })
  }

  #result(taskId: bigint | string, headers: Readonly<Record<string, string>>, body: Uint8Array): Post {
    return {
      url: `${this.#options.uri}/transcodeResults`,
      headers: {
        Authorization: 'Livepeer-Transcoder-1.0',
        Credentials: this.#options.secret,
        TaskId: taskId.toString(),
        Pixels: '1728000',
        ...headers,
      },
      body,
    }
  }
}
