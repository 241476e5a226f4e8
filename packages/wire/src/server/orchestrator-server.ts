import { X509Certificate } from 'node:crypto'
import type { Http2Session } from 'node:http2'
import { type AddressInfo, Server } from 'node:net'
import { delay, type Logger } from '@millrace/common'
import { certificateFingerprint } from '../codec/endpoint-challenge.ts'
import { ServerListenError } from '../errors.ts'
import { ByteBudget } from './byte-budget.ts'
import { createSelfSignedCertificate, type ServerCertificate } from './certificate.ts'
import { ConnectionCap } from './connection-cap.ts'
import { createGrpcRoute } from './grpc-route.ts'
import type { OrchestratorHandlers, SourceFetcher } from './handlers.ts'
import { type AnyRequest, type AnyResponse, isHttp2, pathOf, sendText, sourceOf } from './http-types.ts'
import { defaultServerLimits, type OrchestratorServerLimits } from './limits.ts'
import { createDualServer, type DualServer } from './listener.ts'
import { OpenRequests } from './open-requests.ts'
import { orchestratorMethods } from './orchestrator-methods.ts'
import { createRegisterRoute } from './register-route.ts'
import { serveRendition } from './rendition-route.ts'
import { serveTranscodeResults } from './result-route.ts'
import { serveSegment } from './segment-route.ts'
import { serveTranscodeSource, sourcePathPrefix } from './source-route.ts'
import { createSpeedRoute, type ProbeAdmission, speedPath } from './speed-route.ts'
import type { TranscoderHandlers } from './transcoder-handlers.ts'

export interface OrchestratorServerOptions {
  /** Address to listen on; undefined is every one. */
  readonly host?: string | undefined
  /** 0 takes a free one. */
  readonly port: number
  /** A socket that listens already, kept by whoever started this process; host and port are not used then. */
  readonly socketFd?: number | undefined
  /**
   * `plain-text` serves without TLS, for service URIs that begin with `http:`; undefined makes a self-signed
   * certificate for `serviceHost`.
   */
  readonly certificate?: ServerCertificate | 'plain-text' | undefined
  /** The host of the service URI, named in the certificate. */
  readonly serviceHost?: string | undefined
  readonly limits?: Partial<OrchestratorServerLimits>
}

export interface OrchestratorServerDependencies {
  readonly handlers: OrchestratorHandlers
  readonly log: Logger
  /** Fetches segments that are handed over by address; without it they are refused. */
  readonly fetchSource?: SourceFetcher | undefined
  /** Takes in transcoders of other machines; without it none can register. */
  readonly transcoders?: TranscoderHandlers | undefined
  /** Lets the operator's check measure the line; without it nobody can. */
  readonly mayProbe?: ProbeAdmission | undefined
}

/** Gateways send the next request this soon after an answer, on a busy machine too; it is still taken. */
const settleMs = 100

/** The one port of an orchestrator: gRPC for terms and sessions, HTTP for segments and results. */
export class OrchestratorServer {
  readonly #server: Server
  readonly #endSessions: DualServer['endSessions']
  readonly #connections: ConnectionCap
  readonly #requests = new OpenRequests()
  /** Those of transcoders last as long as they like, and end after everybody else's. */
  readonly #transcoderRequests = new OpenRequests()
  readonly #transcoderSessions = new WeakSet<Http2Session>()
  readonly #limits: OrchestratorServerLimits
  readonly #log: Logger
  #closed: Promise<void> | undefined
  #isFinishing = false

  private constructor(options: OrchestratorServerOptions, dependencies: OrchestratorServerDependencies) {
    this.#limits = { ...defaultServerLimits, ...options.limits }
    this.#log = dependencies.log
    const certificate =
      options.certificate === 'plain-text'
        ? undefined
        : (options.certificate ??
          createSelfSignedCertificate(options.serviceHost ?? options.host ?? 'localhost'))
    const shown = certificate && new X509Certificate(certificate.cert).raw
    const listener = this.#createListener(dependencies, certificateFingerprint(shown))
    const dual = createDualServer(certificate, this.#limits, listener)
    this.#server = dual.server
    this.#endSessions = dual.endSessions
    const { maxConnections: maxTotal, maxConnectionsPerAddress: maxPerAddress } = this.#limits
    // HTTP/2 keeps to its own bound, but streams are gone a little before their answers are.
    const maxRequestsPerConnection = 2 * this.#limits.maxStreamsPerConnection
    this.#connections = new ConnectionCap(this.#server, { maxTotal, maxPerAddress, maxRequestsPerConnection })
  }

  /** @throws {ServerListenError} when the port cannot be had. */
  static async create(
    options: OrchestratorServerOptions,
    dependencies: OrchestratorServerDependencies,
  ): Promise<OrchestratorServer> {
    const server = new OrchestratorServer(options, dependencies)
    await server.#listen(options)
    return server
  }

  get port(): number {
    const address = this.#server.address() as AddressInfo | null
    return address?.port ?? 0
  }

  /** Returns once everything that gateways have asked for is answered, or the signal aborts. */
  answered(signal: AbortSignal): Promise<void> {
    return this.#requests.answered(signal)
  }

  /**
   * Takes no more connections, tells those there are to come back on others, and waits until everything gateways have
   * asked for is answered. Transcoders stay connected. What still comes on a connection meanwhile is answered too.
   * @param signal - ends the wait.
   */
  async finish(signal: AbortSignal): Promise<void> {
    this.#isFinishing = true
    // The listening socket alone: an idle connection may have a request on its way.
    Server.prototype.close.call(this.#server)
    this.#endSessions((session) => this.#transcoderSessions.has(session))
    do {
      await this.#requests.answered(signal)
      // What has arrived by now is read in this turn.
      await delay(settleMs)
    } while (this.#requests.size > 0 && !signal.aborted)
  }

  /** Ends calls in progress, lets answers get out for a moment and closes every connection. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#requests.close()
      this.#transcoderRequests.close()
      this.#endSessions()
      const timer = setTimeout(() => this.#connections.destroyAll(), this.#limits.closeGraceMs)
      this.#server.close(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #listen({ host, port, socketFd }: OrchestratorServerOptions): Promise<void> {
    const place = socketFd === undefined ? { port, ...(host !== undefined && { host }) } : { fd: socketFd }
    return new Promise((resolve, reject) => {
      const onError = (cause: Error) => reject(new ServerListenError({ host: host ?? '*', port, cause }))
      this.#server.once('error', onError)
      this.#server.listen(place, () => {
        this.#server.off('error', onError)
        this.#server.on('error', (err) => this.#log.error({ err }, 'server error'))
        resolve()
      })
    })
  }

  #createListener(
    { handlers, log, fetchSource, transcoders, mayProbe }: OrchestratorServerDependencies,
    fingerprint: Uint8Array,
  ) {
    const limits = this.#limits
    const requests = this.#requests
    const methods = orchestratorMethods({ handlers, log, certificateFingerprint: fingerprint })
    const serveRpc = createGrpcRoute(
      {
        maxCalls: limits.maxCalls,
        maxCallsPerAddress: limits.maxCallsPerAddress,
        timeoutMs: limits.callTimeoutMs,
      },
      { methods, requests, log },
    )
    const segmentParts = {
      handlers,
      limits,
      log,
      requests,
      fetchSource,
      budget: new ByteBudget(limits.maxBufferedBytes),
    }
    const serveTranscoder = transcoders && this.#createTranscoderRoutes(transcoders, log)
    const serveSpeed = mayProbe && createSpeedRoute({ mayProbe, requests, log })
    const renditionParts = { handlers, requests, timeoutMs: limits.downloadTimeoutMs }
    const serve = async (request: AnyRequest, response: AnyResponse): Promise<void> => {
      if (serveTranscoder?.(request, response)) return
      // A transcoder brings its results on the connection that it has.
      if (this.#isFinishing && !isHttp2(request)) response.setHeader('connection', 'close')
      if (serveRpc(request, response)) return
      const path = pathOf(request)
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (path === '/segment') {
        if (request.method === 'POST') return serveSegment(request, response, segmentParts)
        return sendText(response, 405, 'Method Not Allowed')
      }
      if (serveSpeed && path === speedPath && request.method === 'POST') return serveSpeed(request, response)
      if (path === '/healthz') return sendText(response, 200, 'ok')
      if (isRead && path.startsWith('/stream/')) return serveRendition(request, response, renditionParts)
      sendText(response, 404, '404 page not found')
    }
    return (request: AnyRequest, response: AnyResponse) => {
      // A broken connection fails whatever waits on it; here it must only not go unheard.
      request.on('error', () => {})
      response.on('error', () => {})
      if (!this.#connections.begin(sourceOf(request), response)) return
      serve(request, response).catch((err: unknown) => {
        log.error({ err }, 'request failed')
        sendText(response, 500, 'Internal Server Error')
        if (!response.writableEnded) response.destroy()
      })
    }
  }
  /** @returns a function that answers transcoders, or returns false when it is no request of theirs. */
  #createTranscoderRoutes(handlers: TranscoderHandlers, log: Logger) {
    const limits = this.#limits
    const budget = new ByteBudget(limits.maxResultBytes)
    const parts = { handlers, limits, budget, log, requests: this.#transcoderRequests }
    const serveRegistration = createRegisterRoute(parts)
    const sourceParts = { handlers, timeoutMs: limits.downloadTimeoutMs }
    return (request: AnyRequest, response: AnyResponse): boolean => {
      const spare = () => {
        if (isHttp2(request) && request.stream.session) this.#transcoderSessions.add(request.stream.session)
      }
      if (serveRegistration(request, response)) {
        spare()
        return true
      }
      const path = pathOf(request)
      if (path === '/transcodeResults' && request.method === 'POST') {
        spare()
        serveTranscodeResults(request, response, parts).catch((err: unknown) => {
          log.error({ err }, 'result not taken')
          response.destroy()
        })
        return true
      }
      if (request.method !== 'GET' || !path.startsWith(sourcePathPrefix)) return false
      spare()
      serveTranscodeSource(request, response, sourceParts)
      return true
    }
  }
}
