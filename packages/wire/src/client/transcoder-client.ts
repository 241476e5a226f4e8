import { type CallOptions, Code, ConnectError, createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import {
  BadReplyError,
  CallAbortedError,
  ConnectionBrokenError,
  OrchestratorClientError,
  RegistrationRefusedError,
  ResultRefusedError,
  registrationRefusalOf,
} from '../client-errors.ts'
import { type PartToWrite, writeMultipart } from '../codec/multipart.ts'
import { parseHttpUri, parseServiceUri, serviceUrl } from '../codec/service-uri.ts'
import { transcoderAuthorization, transcodingErrorContentType } from '../codec/transcoder-headers.ts'
import { type Capabilities, type NotifySegment, Transcoder } from '../generated/net/orchestrator_pb.ts'
import { maxFailureTextBytes, maxMessageBytes, maxSegmentBytes } from '../limits.ts'
import { Deadline } from './deadline.ts'
import type { PeerFacts } from './dial.ts'
import { download } from './download.ts'
import { Http1Connections, responseTo } from './http1-connections.ts'
import { Http2Session } from './http2-session.ts'
import { readResponse } from './read-response.ts'

export interface TranscoderClientOptions {
  /** Service address of the orchestrator; without a scheme it is `https`. */
  readonly orchestratorUri: string
  /** What the orchestrator knows its transcoders by. */
  readonly secret: string
  /** @defaultValue 3 s */
  readonly dialTimeoutMs?: number
  /** For a source segment. @defaultValue 4 s */
  readonly fetchTimeoutMs?: number
  /** For a result. @defaultValue 60 s */
  readonly uploadTimeoutMs?: number
}

export interface TranscoderClientDependencies {
  /** Pins the orchestrator's certificate; without it every one is accepted, as everywhere on the network. */
  readonly acceptPeer?: ((peer: PeerFacts) => boolean) | undefined
}

/** What a transcoder says of itself. */
export interface TranscoderOffer {
  /** In sessions. */
  readonly capacity: number
  /** Encoded pixels a second. */
  readonly pixelsPerSecond: number
  readonly capabilities: Capabilities
}

export interface TaskResult {
  readonly taskId: bigint
  /** Decoded source frames × their size. */
  readonly decodedPixels: bigint
  /** In the order of the task's profiles. */
  readonly renditions: readonly {
    readonly bytes: Uint8Array
    readonly format: 'mpegts' | 'mp4'
    readonly pixels: bigint
  }[]
}

const keepAliveOptions = { pingMs: 5_000, silenceMs: 15_000 } as const
const maxAnswerBytes = 4_096

/** A transcoder's side of the wire: one orchestrator, its tasks, their sources and results. */
export class TranscoderClient {
  readonly #options: Required<TranscoderClientOptions>
  readonly #url: URL
  readonly #session: Http2Session
  readonly #rpc: ReturnType<typeof createClient<typeof Transcoder>>
  readonly #service: Http1Connections
  readonly #elsewhere: Http1Connections
  readonly #closing = new AbortController()

  /** @throws {WireFormatError} when the address is none. */
  constructor(options: TranscoderClientOptions, { acceptPeer }: TranscoderClientDependencies = {}) {
    this.#options = { dialTimeoutMs: 3_000, fetchTimeoutMs: 4_000, uploadTimeoutMs: 60_000, ...options }
    this.#url = parseServiceUri(options.orchestratorUri)
    const dialOptions = { timeoutMs: this.#options.dialTimeoutMs, onlyPublic: false }
    this.#session = new Http2Session(this.#url, { ...dialOptions, acceptPeer }, keepAliveOptions)
    this.#service = new Http1Connections({ ...dialOptions, acceptPeer })
    this.#elsewhere = new Http1Connections(dialOptions)
    const transport = createGrpcTransport({
      baseUrl: this.#url.origin,
      sessionManager: this.#session,
      acceptCompression: [],
      readMaxBytes: maxMessageBytes,
      writeMaxBytes: maxMessageBytes,
      binaryOptions: { readUnknownFields: false },
    })
    this.#rpc = createClient(Transcoder, transport)
  }

  get origin(): string {
    return this.#url.origin
  }

  /**
   * Registers, and yields what the orchestrator sends, until the stream ends or `signal` aborts; both end it quietly.
   * @param onHeader - called when the orchestrator has answered; some answer only with their first task.
   * @throws {RegistrationRefusedError} when it wants no such transcoder.
   * @throws {ConnectFailedError | PeerRefusedError | ConnectionBrokenError | BadReplyError} otherwise.
   */
  async *register(
    offer: TranscoderOffer,
    { signal, onHeader }: { readonly signal: AbortSignal; readonly onHeader?: () => void },
  ): AsyncGenerator<NotifySegment> {
    const { capacity, pixelsPerSecond, capabilities } = offer
    const request = {
      secret: this.#options.secret,
      capacity: BigInt(Math.round(capacity)),
      pixelsPerSecond: BigInt(Math.round(pixelsPerSecond)),
      capabilities,
    }
    const callOptions: CallOptions = { signal, ...(onHeader && { onHeader: () => onHeader() }) }
    try {
      yield* this.#rpc.registerTranscoder(request, callOptions)
    } catch (cause) {
      if (signal.aborted) return
      throw this.#errorOf(cause)
    }
  }

  /** Gets the source segment of a task. Throws as {@link OrchestratorClient.downloadRendition} does. */
  fetchSource(address: string, signal: AbortSignal): Promise<Uint8Array> {
    const url = parseHttpUri(address, 'url')
    const connections = url.origin === this.#url.origin ? this.#service : this.#elsewhere
    const { fetchTimeoutMs: timeoutMs } = this.#options
    return download(connections, url, {
      maxBytes: maxSegmentBytes,
      timeoutMs,
      signals: [signal, this.#closing.signal],
    })
  }

  /**
   * Sends the renditions of a task.
   * @throws {ResultRefusedError} when the orchestrator does not take them (any more).
   * @throws {ConnectFailedError | ConnectionBrokenError | CallAbortedError} when it cannot be reached.
   */
  async sendResult({ taskId, decodedPixels, renditions }: TaskResult): Promise<void> {
    const parts = renditions.map(
      ({ bytes, format, pixels }): PartToWrite => ({
        headers: {
          'Content-Type': format === 'mp4' ? 'video/mp4' : 'video/mp2t',
          'Content-Length': bytes.length,
          Pixels: pixels.toString(),
        },
        body: bytes,
      }),
    )
    const { contentType, pieces } = writeMultipart(parts)
    await this.#post(taskId, { contentType, pieces, pixels: decodedPixels })
  }

  /** Says that a task failed, and why. Throws as {@link TranscoderClient.sendResult} does. */
  async sendFailure(taskId: bigint, text: string): Promise<void> {
    const body = Buffer.from(text).subarray(0, maxFailureTextBytes)
    await this.#post(taskId, { contentType: transcodingErrorContentType, pieces: [body], pixels: 0n })
  }

  /** Ends every call and connection. */
  close(): void {
    this.#closing.abort()
    this.#session.close()
    this.#service.close()
    this.#elsewhere.close()
  }

  async #post(
    taskId: bigint,
    { contentType, pieces, pixels }: { contentType: string; pieces: readonly Uint8Array[]; pixels: bigint },
  ): Promise<void> {
    const { origin } = this.#url
    using deadline = new Deadline(this.#options.uploadTimeoutMs, this.#closing.signal)
    if (deadline.signal.aborted) throw new CallAbortedError(origin)
    const request = this.#service.request('POST', serviceUrl(this.#url, '/transcodeResults'), {
      Authorization: transcoderAuthorization,
      Credentials: this.#options.secret,
      TaskId: taskId.toString(),
      Pixels: pixels.toString(),
      'Content-Type': contentType,
      'Content-Length': pieces.reduce((sum, { length }) => sum + length, 0),
    })
    const stop = () => request.destroy()
    deadline.signal.addEventListener('abort', stop)
    try {
      const head = responseTo(request)
      for (const piece of pieces) request.write(piece)
      request.end()
      const response = await head
      const answer = await readResponse(response, maxAnswerBytes).catch(() => new Uint8Array())
      if (response.statusCode === 200) return
      if (!request.writableFinished) request.destroy()
      const wireText = Buffer.from(answer)
        .toString('utf8')
        .trim()
        .replace(/\p{Cc}/gu, ' ')
      throw new ResultRefusedError({ origin, status: response.statusCode ?? 0, wireText })
    } catch (cause) {
      request.destroy()
      if (cause instanceof OrchestratorClientError) throw cause
      if (deadline.signal.aborted && !deadline.isTimedOut) throw new CallAbortedError(origin)
      throw new ConnectionBrokenError({ origin, cause })
    } finally {
      deadline.signal.removeEventListener('abort', stop)
    }
  }

  #errorOf(cause: unknown): OrchestratorClientError {
    const { origin } = this.#url
    if (!(cause instanceof ConnectError)) return new ConnectionBrokenError({ origin, cause })
    if (cause.cause instanceof OrchestratorClientError) return cause.cause
    const wireText = cause.rawMessage.slice(0, maxAnswerBytes)
    const reason = cause.code === Code.Unknown ? registrationRefusalOf(wireText) : undefined
    if (reason !== undefined) return new RegistrationRefusedError({ origin, reason })
    if (cause.code === Code.InvalidArgument || cause.code === Code.Unimplemented)
      return new BadReplyError({ origin, reason: wireText, cause })
    return new ConnectionBrokenError({ origin, cause })
  }
}
