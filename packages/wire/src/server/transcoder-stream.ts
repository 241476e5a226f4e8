import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from 'node:http2'
import { toBinary } from '@bufbuild/protobuf'
import { type NotifySegment, NotifySegmentSchema } from '../generated/net/orchestrator_pb.ts'
import { endGrpc, grpcFrame, startGrpc } from './grpc-reply.ts'
import { remoteAddressOf } from './http-types.ts'
import type { TranscoderStream, TranscoderStreamEnd } from './transcoder-handlers.ts'

export interface TranscoderStreamOptions {
  /** Between two signs of life that are asked for. */
  readonly pingMs: number
  /** A transcoder that leaves one unanswered for so long is cut off. */
  readonly silenceMs: number
}

interface StreamParts {
  readonly request: Http2ServerRequest
  readonly response: Http2ServerResponse
  /** Aborts when the stream is over or the server closes. */
  readonly signal: AbortSignal
}

/** Notices have some hundred bytes; whoever lets so much of them pile up does not read. */
const maxUnreadBytes = 1 << 18

/** See {@link TranscoderStream}: one HTTP/2 stream, kept alive by pings of its connection. */
export class OpenTranscoderStream implements TranscoderStream {
  readonly remoteAddress: string
  readonly serviceOrigin: string | undefined
  readonly #response: Http2ServerResponse
  readonly #session: ServerHttp2Session | undefined
  readonly #silenceMs: number
  readonly #timer: NodeJS.Timeout
  readonly #listeners: ((end: TranscoderStreamEnd) => void)[] = []
  readonly #pingMs: number
  #isAsked = false
  /** Counted in turns of the timer, not by the clock: when this process itself was held up, nobody else is to blame. */
  #turnsMissed = 0
  #end: TranscoderStreamEnd | undefined
  #isClosedHere = false

  constructor({ pingMs, silenceMs }: TranscoderStreamOptions, { request, response, signal }: StreamParts) {
    this.remoteAddress = remoteAddressOf(request)
    this.serviceOrigin = originOf(request)
    this.#response = response
    this.#silenceMs = silenceMs
    this.#pingMs = pingMs
    const session = request.stream.session
    // Registrations come over server sessions only; the declared type knows both ends.
    this.#session = session as ServerHttp2Session | undefined
    this.#timer = setInterval(() => this.#ask(), pingMs)
    response.once('close', () => this.#onStreamEnd(response.stream.rstCode))
    session?.once('close', () => this.#onSessionEnd())
    // It also aborts with the stream itself, which is then over already.
    const onAbort = () => {
      if (!response.stream.closed && !response.stream.destroyed) this.close()
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  }

  get silentMs(): number {
    return this.#turnsMissed * this.#pingMs
  }

  send(notice: NotifySegment): boolean {
    if (this.#end !== undefined || this.#response.writableEnded || this.#response.destroyed) return false
    if (this.#response.writableLength > maxUnreadBytes) {
      this.#cutOff()
      return false
    }
    if (!this.#response.headersSent) startGrpc(this.#response)
    this.#response.write(grpcFrame(toBinary(NotifySegmentSchema, notice)))
    return true
  }

  onEnd(listener: (end: TranscoderStreamEnd) => void): void {
    this.#listeners.push(listener)
    if (this.#end !== undefined) listener(this.#end)
  }

  close(): void {
    this.#isClosedHere = true
    endGrpc(this.#response, 0)
    if (this.#session === undefined || this.#session.destroyed) this.#onSessionEnd()
  }

  #ask(): void {
    const session = this.#session
    if (session === undefined || session.destroyed) this.#onSessionEnd()
    else if (!this.#isAsked) this.#ping(session)
    else {
      this.#turnsMissed += 1
      if (this.silentMs > this.#silenceMs) this.#cutOff()
    }
  }

  #ping(session: ServerHttp2Session): void {
    this.#isAsked = session.ping((error) => {
      if (error !== null) return
      this.#isAsked = false
      this.#turnsMissed = 0
    })
  }

  #cutOff(): void {
    this.#session?.destroy()
  }

  /** Cancelled by the other end while its connection lives: it takes no more, but finishes what it has. */
  #onStreamEnd(rstCode: number | undefined): void {
    const isCancelled = rstCode === 8 && this.#session !== undefined && !this.#session.destroyed
    if (this.#isClosedHere) this.#tell('closed')
    else this.#tell(isCancelled ? 'draining' : 'lost')
    if (this.#end !== 'draining') clearInterval(this.#timer)
  }

  #onSessionEnd(): void {
    clearInterval(this.#timer)
    if (this.#end === undefined || this.#end === 'draining')
      this.#tell(this.#isClosedHere ? 'closed' : 'lost')
  }

  #tell(end: TranscoderStreamEnd): void {
    if (this.#end === end || this.#end === 'lost' || this.#end === 'closed') return
    this.#end = end
    for (const listener of this.#listeners) listener(end)
  }
}

/** Names without a port are aliases that some clients use for certificates, not addresses. */
function originOf({ authority, stream }: Http2ServerRequest): string | undefined {
  const url = URL.parse(`${stream.session?.encrypted ? 'https' : 'http'}://${authority}`)
  return url !== null && url.port !== '' ? url.origin : undefined
}
