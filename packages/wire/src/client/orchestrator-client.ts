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
import { Http2Session } from './http2-session.ts'
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

/** One connection, for as long as a call may take. */
interface Connection {
  readonly session: Http2Session
  readonly signal: AbortSignal
}

/** Orchestrators whose gRPC connection is kept; the least recently used one goes beyond that. */
const maxSessions = 512

/** A gateway's side of the wire: terms, segments and results of any number of orchestrators. */
export class OrchestratorClient {
  readonly #options: Required<OrchestratorClientOptions>
  readonly #acceptPeer: ((peer: PeerFacts) => boolean) | undefined
  readonly #services: Http1Connections
  readonly #elsewhere: Http1Connections
  readonly #sessions = new Map<string, Http2Session>()
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
    this.#acceptPeer = acceptPeer
    const { dialTimeoutMs: timeoutMs, onlyPublic } = this.#options
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
    return this.#call(serviceUri, options, (connection) =>
      ask(connection, Orchestrator.method.getOrchestrator, request),
    )
  }

  /** Tells an orchestrator that a session is over. Throws as {@link OrchestratorClient.getOrchestratorInfo} does. */
  async endSession(serviceUri: string, authToken: AuthToken, options: CallOptions = {}): Promise<void> {
    const request = create(EndTranscodingSessionRequestSchema, { authToken })
    await this.#call(serviceUri, options, (connection) =>
      ask(connection, Orchestrator.method.endTranscodingSession, request),
    )
  }

  /**
   * @returns the orchestrator's signature over keccak256 of `value`. Throws as
   * {@link OrchestratorClient.getOrchestratorInfo} does.
   */
  async ping(serviceUri: string, value: Uint8Array, options: CallOptions = {}): Promise<Uint8Array> {
    const request = create(PingPongSchema, { value })
    const answer = await this.#call(serviceUri, options, (connection) =>
      ask(connection, Orchestrator.method.ping, request),
    )
    return answer.value
  }

  /**
   * Asks whoever answers at an address to prove which key it holds, over the connection that calls go by.
   * @returns who signed (undefined for a signature that fits no key) and the certificate that was named. Throws as
   * {@link OrchestratorClient.getOrchestratorInfo} does.
   */
  async proveEndpoint(serviceUri: string, options: CallOptions = {}): Promise<EndpointProof> {
    const { value, fingerprint, signature } = await this.#call(serviceUri, options, async (connection) => {
      const seen = certificateFingerprint(await connection.session.peerCertificate())
      const challenge = createEndpointChallenge(new Uint8Array(randomBytes(16)), seen)
      const request = create(PingPongSchema, { value: challenge })
      const answer = await ask(connection, Orchestrator.method.ping, request)
      return { value: challenge, fingerprint: seen, signature: answer.value }
    })
    return { signer: recoverMessageSigner(keccak256(value), signature), fingerprint }
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

  /** Ends every call and connection. */
  close(): void {
    this.#closing.abort()
    this.#services.close()
    this.#elsewhere.close()
    for (const session of this.#sessions.values()) session.close()
    this.#sessions.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  async #call<Answer>(
    serviceUri: string,
    options: CallOptions,
    run: (connection: Connection) => Promise<Answer>,
  ): Promise<Answer> {
    const url = parseServiceUri(serviceUri)
    const { origin } = url
    const timeoutMs = options.timeoutMs ?? this.#options.callTimeoutMs
    using deadline = new Deadline(timeoutMs, options.signal, this.#closing.signal)
    const { signal } = deadline
    try {
      // The wait for a connection ends at the deadline too.
      const aborted = Promise.withResolvers<never>()
      signal.addEventListener('abort', () => aborted.reject(new CallAbortedError(origin)), { once: true })
      return await Promise.race([run({ session: this.#sessionFor(url), signal }), aborted.promise])
    } catch (cause) {
      if (deadline.isTimedOut) {
        // The connection may be dead without anybody having said so: the next call opens another one.
        this.#sessions.get(origin)?.retire()
        throw new CallTimeoutError({ origin, timeoutMs })
      }
      if (signal.aborted) throw new CallAbortedError(origin)
      throw cause instanceof OrchestratorClientError ? cause : new ConnectionBrokenError({ origin, cause })
    }
  }

  #sessionFor(url: URL): Http2Session {
    const key = url.origin
    const session = this.#sessions.get(key) ?? this.#createSession(url)
    // Last in, last to go.
    this.#sessions.delete(key)
    this.#sessions.set(key, session)
    for (const [oldest, other] of this.#sessions) {
      if (this.#sessions.size <= maxSessions) break
      this.#sessions.delete(oldest)
      other.retire()
    }
    return session
  }

  #createSession(url: URL): Http2Session {
    return new Http2Session(url, {
      timeoutMs: this.#options.dialTimeoutMs,
      onlyPublic: this.#options.onlyPublic,
      acceptPeer: this.#acceptPeer,
    })
  }
}

/** Asks one method and reads its answer. */
async function ask<Request extends DescMessage, Answer extends DescMessage>(
  { session, signal }: Connection,
  method: DescMethodUnary<Request, Answer>,
  request: MessageShape<Request>,
): Promise<MessageShape<Answer>> {
  const path = `/${method.parent.typeName}/${method.name}`
  const answer = await callUnary(session, { path, request: toBinary(method.input, request), signal })
  try {
    return fromBinary(method.output, answer, { readUnknownFields: false })
  } catch (cause) {
    throw new BadReplyError({ origin: session.authority, reason: 'the message does not decode', cause })
  }
}
