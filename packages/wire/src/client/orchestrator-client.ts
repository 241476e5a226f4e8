import { randomBytes } from 'node:crypto'
import {
  create,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf'
import { type Address, keccak256, recoverMessageSigner } from '@millrace/crypto'
import {
  BadReplyError,
  CallAbortedError,
  CallTimeoutError,
  ConnectionBrokenError,
  OrchestratorClientError,
} from '../client-errors.ts'
import { certificateFingerprint, createEndpointChallenge } from '../codec/endpoint-challenge.ts'
import { parseHttpUri, parseServiceUri, serviceUrl } from '../codec/service-uri.ts'
import {
  type AuthToken,
  EndTranscodingSessionRequestSchema,
  Orchestrator,
  type OrchestratorInfo,
  type OrchestratorRequest,
  PingPongSchema,
} from '../generated/net/orchestrator_pb.ts'
import { maxSegmentBytes } from '../limits.ts'
import { Deadline } from './deadline.ts'
import type { PeerFacts } from './dial.ts'
import { download } from './download.ts'
import { Http1Connections } from './http1-connections.ts'
import { Http2Sessions } from './http2-sessions.ts'
import { type Bandwidth, measureBandwidth } from './measure-bandwidth.ts'
import { callSegment, type SegmentCall, type SegmentOutcome } from './segment-call.ts'
import { callUnary } from './unary-call.ts'

export interface OrchestratorClientOptions {
  /** @defaultValue 2 s */
  readonly dialTimeoutMs?: number
  /** @defaultValue 500 ms, the network's for discovery; refreshes pass 2.5 s. */
  readonly callTimeoutMs?: number
  /** @defaultValue 4 s */
  readonly downloadTimeoutMs?: number
  /** Longest rendition. @defaultValue 300 MB */
  readonly maxRenditionBytes?: number
  /** Refuses orchestrators in private networks or on this machine. @defaultValue false */
  readonly onlyPublic?: boolean
}

export interface OrchestratorClientDependencies {
  /** Pins certificates; without it every one is accepted, as everywhere on the network. */
  readonly acceptPeer?: (peer: PeerFacts) => boolean
}

export interface CallOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

export interface RenditionDownload extends CallOptions {
  /** Where the result came from; addresses there are good, others must be public. */
  readonly serviceUri: string
  readonly maxBytes?: number
}

/** What an endpoint has proved. */
export interface EndpointProof {
  readonly signer: Address | undefined
  /** SHA-256 of the certificate; zeros without TLS. */
  readonly fingerprint: Uint8Array
}

/** A gateway's side of the wire: terms, segments and results of any number of orchestrators. */
export class OrchestratorClient {
  readonly #options: Required<OrchestratorClientOptions>
  readonly #services: Http1Connections
  readonly #elsewhere: Http1Connections
  readonly #sessions: Http2Sessions
  readonly #closing = new AbortController()

  constructor(options: OrchestratorClientOptions = {}, { acceptPeer }: OrchestratorClientDependencies = {}) {
    this.#options = {
      dialTimeoutMs: 2_000,
      callTimeoutMs: 500,
      downloadTimeoutMs: 4_000,
      maxRenditionBytes: maxSegmentBytes,
      onlyPublic: false,
      ...options,
    }
    const { dialTimeoutMs: timeoutMs, onlyPublic } = this.#options
    this.#sessions = new Http2Sessions({ timeoutMs, onlyPublic, acceptPeer })
    this.#services = new Http1Connections({ timeoutMs, onlyPublic, acceptPeer })
    this.#elsewhere = new Http1Connections({ timeoutMs, onlyPublic: true })
  }

  /**
   * Asks an orchestrator for its terms; each call is a new session on its side.
   * @throws {CallRefusedError} when it answers with an error.
   * @throws {CallTimeoutError | ConnectFailedError | OrchestratorClientError} when it does not answer.
   * @throws {WireFormatError} when `serviceUri` is no address.
   */
  getOrchestratorInfo(
    serviceUri: string,
    request: OrchestratorRequest,
    options: CallOptions = {},
  ): Promise<OrchestratorInfo> {
    return this.#call(serviceUri, options, { method: Orchestrator.method.getOrchestrator, request })
  }

  /** Tells an orchestrator that a session is over. Throws as {@link OrchestratorClient.getOrchestratorInfo} does. */
  async endSession(serviceUri: string, authToken: AuthToken, options: CallOptions = {}): Promise<void> {
    const request = create(EndTranscodingSessionRequestSchema, { authToken })
    await this.#call(serviceUri, options, { method: Orchestrator.method.endTranscodingSession, request })
  }

  /**
   * @returns the orchestrator's signature over keccak256 of `value`. Throws as
   * {@link OrchestratorClient.getOrchestratorInfo} does.
   */
  async ping(serviceUri: string, value: Uint8Array, options: CallOptions = {}): Promise<Uint8Array> {
    const request = create(PingPongSchema, { value })
    const answer = await this.#call(serviceUri, options, { method: Orchestrator.method.ping, request })
    return answer.value
  }

  /**
   * Asks whoever answers at an address to prove which key it holds, over the connection that calls go by.
   * @returns who signed (undefined for a signature that fits no key) and the certificate that was named. Throws as
   * {@link OrchestratorClient.getOrchestratorInfo} does.
   */
  async proveEndpoint(serviceUri: string, options: CallOptions = {}): Promise<EndpointProof> {
    const url = parseServiceUri(serviceUri)
    return this.#inTime(url, options, async (signal) => {
      const fingerprint = certificateFingerprint(await this.#sessions.get(url).peerCertificate())
      const value = createEndpointChallenge(new Uint8Array(randomBytes(16)), fingerprint)
      const request = create(PingPongSchema, { value })
      const answer = await this.#exchange(url, { method: Orchestrator.method.ping, request }, signal)
      return { signer: recoverMessageSigner(keccak256(value), answer.value), fingerprint }
    })
  }

  /**
   * Sends a segment and waits for its result.
   * @throws {SegmentStatusError} when it is refused, {RemoteTranscodeError} when it is not transcoded.
   * @throws {HeaderTimeoutError} when it is not taken in time, {BodyTimeoutError} when the result is late.
   * @throws {BadReplyError | ConnectFailedError | ConnectionBrokenError | CallAbortedError} otherwise.
   */
  async transcodeSegment(call: SegmentCall): Promise<SegmentOutcome> {
    const url = serviceUrl(parseServiceUri(call.serviceUri), '/segment')
    return callSegment(this.#services, url, call, this.#closing.signal)
  }

  /**
   * Gets a rendition from the address in a result.
   * @throws {DownloadError} when it is not there, too long or too slow; others as for segments.
   */
  async downloadRendition(address: string, options: RenditionDownload): Promise<Uint8Array> {
    const url = parseHttpUri(address, 'url')
    const isOwn = url.origin === parseServiceUri(options.serviceUri).origin
    return download(isOwn ? this.#services : this.#elsewhere, url, {
      maxBytes: options.maxBytes ?? this.#options.maxRenditionBytes,
      timeoutMs: options.timeoutMs ?? this.#options.downloadTimeoutMs,
      signals: [options.signal, this.#closing.signal],
    })
  }

  /**
   * Sends some megabytes to an orchestrator, which sends them back.
   * @param token - made by the orchestrator's operator for this.
   * @throws {BandwidthRefusedError} when it does not take the token, does not take part, or others measure just now; others as for segments.
   */
  async measureBandwidth(serviceUri: string, token: string): Promise<Bandwidth> {
    const url = serviceUrl(parseServiceUri(serviceUri), '/speed')
    return measureBandwidth(this.#services, { url, token }, this.#closing.signal)
  }

  /** Ends every call and connection. */
  close(): void {
    this.#closing.abort()
    this.#services.close()
    this.#elsewhere.close()
    this.#sessions.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  async #call<Request extends DescMessage, Answer extends DescMessage>(
    serviceUri: string,
    options: CallOptions,
    call: Call<Request, Answer>,
  ): Promise<MessageShape<Answer>> {
    const url = parseServiceUri(serviceUri)
    return this.#inTime(url, options, (signal) => this.#exchange(url, call, signal))
  }

  async #exchange<Request extends DescMessage, Answer extends DescMessage>(
    url: URL,
    { method, request }: Call<Request, Answer>,
    signal: AbortSignal,
  ): Promise<MessageShape<Answer>> {
    const path = `/${method.parent.typeName}/${method.name}`
    const call = { path, request: toBinary(method.input, request), signal }
    return readMessage(method.output, await callUnary(this.#sessions.get(url), call), url.origin)
  }

  /** Everything that a call waits for, its connection too, ends at the deadline. */
  async #inTime<T>(
    { origin }: URL,
    options: CallOptions,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const timeoutMs = options.timeoutMs ?? this.#options.callTimeoutMs
    using deadline = new Deadline(timeoutMs, options.signal, this.#closing.signal)
    const { signal } = deadline
    try {
      const aborted = Promise.withResolvers<never>()
      signal.throwIfAborted()
      signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true })
      return await Promise.race([aborted.promise, work(signal)])
    } catch (cause) {
      if (deadline.isTimedOut) {
        // The connection may be dead without anybody having said so: the next call opens another one.
        this.#sessions.retire(origin)
        throw new CallTimeoutError({ origin, timeoutMs })
      }
      if (signal.aborted) throw new CallAbortedError(origin)
      throw cause instanceof OrchestratorClientError ? cause : new ConnectionBrokenError({ origin, cause })
    }
  }
}

interface Call<Request extends DescMessage, Answer extends DescMessage> {
  readonly method: DescMethodUnary<Request, Answer>
  readonly request: MessageShape<Request>
}

function readMessage<Desc extends DescMessage>(
  schema: Desc,
  bytes: Uint8Array,
  origin: string,
): MessageShape<Desc> {
  try {
    return fromBinary(schema, bytes, { readUnknownFields: false })
  } catch (cause) {
    throw new BadReplyError({ origin, reason: 'the message does not decode', cause })
  }
}
