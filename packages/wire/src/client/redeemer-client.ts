import { type Client, Code, ConnectError, createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { type Address, addressToBytes, bytesToBigint } from '@millrace/crypto'
import type { WinningTicket } from '@millrace/payments'
import {
  BadReplyError,
  CallAbortedError,
  CallRefusedError,
  CallTimeoutError,
  ConnectionBrokenError,
  OrchestratorClientError,
} from '../client-errors.ts'
import { createRedeemerTicket } from '../codec/redeemer-ticket.ts'
import { parseServiceUri } from '../codec/service-uri.ts'
import { TicketRedeemer } from '../generated/net/redeemer_pb.ts'
import { maxMessageBytes } from '../limits.ts'
import { Deadline } from './deadline.ts'
import { Http2Session } from './http2-session.ts'

export interface RedeemerClientOptions {
  /** Where the redeemer serves; `http:` means no TLS. */
  readonly url: string
  /** Shown with each call, where the redeemer asks for it. */
  readonly secret?: string | undefined
  readonly callTimeoutMs?: number
}

/** Refusals of a ticket, or of the caller. */
const refusals: ReadonlySet<Code> = new Set([
  Code.Internal,
  Code.PermissionDenied,
  Code.Unauthenticated,
  Code.Unknown,
])

/** An orchestrator's side of a redeemer of its own operator. */
export class RedeemerClient {
  readonly #origin: string
  readonly #callTimeoutMs: number
  readonly #session: Http2Session
  readonly #rpc: Client<typeof TicketRedeemer>
  readonly #headers: Readonly<Record<string, string>>
  readonly #closing = new AbortController()

  /** @throws {WireFormatError} when the URL is none. */
  constructor({ url, secret, callTimeoutMs = 5_000 }: RedeemerClientOptions) {
    const parsed = parseServiceUri(url)
    this.#origin = parsed.origin
    this.#callTimeoutMs = callTimeoutMs
    this.#headers = secret === undefined ? {} : { authorization: `Bearer ${secret}` }
    this.#session = new Http2Session(parsed, { timeoutMs: 2_000, onlyPublic: false })
    const transport = createGrpcTransport({
      baseUrl: parsed.origin,
      sessionManager: this.#session,
      acceptCompression: [],
      readMaxBytes: maxMessageBytes,
      writeMaxBytes: maxMessageBytes,
      binaryOptions: { readUnknownFields: false },
    })
    this.#rpc = createClient(TicketRedeemer, transport)
  }

  /**
   * Hands over a winner; when it returns, the redeemer has it on disk.
   * @throws {CallRefusedError} when it does not take it.
   * @throws {CallTimeoutError | ConnectFailedError | OrchestratorClientError} when it does not answer.
   */
  async queueTicket(winner: WinningTicket): Promise<void> {
    await this.#call((signal) => this.#rpc.queueTicket(createRedeemerTicket(winner), this.#options(signal)))
  }

  /** @returns wei. Throws as {@link RedeemerClient.queueTicket} does. */
  async maxFloatWei(sender: Address, { timeoutMs }: { timeoutMs?: number } = {}): Promise<bigint> {
    const request = { sender: addressToBytes(sender) }
    const answer = await this.#call((signal) => this.#rpc.maxFloat(request, this.#options(signal)), timeoutMs)
    return bytesToBigint(answer.maxFloat)
  }

  /** The max float of a sender whenever it changes, until the signal aborts or the connection ends. */
  async *monitorMaxFloat(sender: Address, signal: AbortSignal): AsyncIterable<bigint> {
    const either = AbortSignal.any([signal, this.#closing.signal])
    try {
      const updates = this.#rpc.monitorMaxFloat({ sender: addressToBytes(sender) }, this.#options(either))
      for await (const { maxFloat } of updates) yield bytesToBigint(maxFloat)
    } catch (cause) {
      throw this.#errorOf(cause)
    }
  }

  /** Ends every call and the connection. */
  close(): void {
    this.#closing.abort()
    this.#session.close()
  }

  #options(signal: AbortSignal) {
    return { signal, headers: this.#headers }
  }

  async #call<T>(run: (signal: AbortSignal) => Promise<T>, timeoutMs = this.#callTimeoutMs): Promise<T> {
    using deadline = new Deadline(timeoutMs, this.#closing.signal)
    try {
      return await run(deadline.signal)
    } catch (cause) {
      if (deadline.isTimedOut) {
        this.#session.retire()
        throw new CallTimeoutError({ origin: this.#origin, timeoutMs })
      }
      if (deadline.signal.aborted) throw new CallAbortedError(this.#origin)
      throw this.#errorOf(cause)
    }
  }

  #errorOf(cause: unknown): OrchestratorClientError {
    const origin = this.#origin
    if (!(cause instanceof ConnectError)) return new ConnectionBrokenError({ origin, cause })
    if (cause.cause instanceof OrchestratorClientError) return cause.cause
    const wireText = cause.rawMessage.slice(0, 1_024)
    if (refusals.has(cause.code)) return new CallRefusedError({ origin, wireText, cause })
    if (cause.code === Code.Unavailable || cause.code === Code.Canceled || cause.code === Code.Aborted)
      return new ConnectionBrokenError({ origin, cause })
    return new BadReplyError({ origin, reason: wireText, cause })
  }
}
