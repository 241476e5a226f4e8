import { X509Certificate } from 'node:crypto'
import type { AddressInfo, Server } from 'node:net'
import type { Logger } from '@millrace/common'
import { certificateFingerprint } from '../codec/endpoint-challenge.ts'
import { ServerListenError } from '../errors.ts'
import { ByteBudget } from './byte-budget.ts'
import { createSelfSignedCertificate, type ServerCertificate } from './certificate.ts'
import { ConnectionCap } from './connection-cap.ts'
import { createGrpcRoute } from './grpc-route.ts'
import type { OrchestratorHandlers, SourceFetcher } from './handlers.ts'
import { type AnyRequest, type AnyResponse, pathOf, sendText, sourceOf } from './http-types.ts'
import { defaultServerLimits, type OrchestratorServerLimits } from './limits.ts'
import { createDualServer } from './listener.ts'
import { OpenRequests } from './open-requests.ts'
import { orchestratorMethods } from './orchestrator-methods.ts'
import { createRegisterRoute } from './register-route.ts'
import { serveRendition } from './rendition-route.ts'
import { serveTranscodeResults } from './result-route.ts'
import { serveSegment } from './segment-route.ts'
import { serveTranscodeSource, sourcePathPrefix } from './source-route.ts'
import type { TranscoderHandlers } from './transcoder-handlers.ts'

export interface OrchestratorServerOptions {
  /** Address to listen on; undefined is every one. */
  readonly host?: string | undefined
  /** 0 takes a free one. */
  readonly port: number
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
}

/** The one port of an orchestrator: gRPC for terms and sessions, HTTP for segments and results. */
export class OrchestratorServer {
  readonly #server: Server
  readonly #endSessions: () => void
  readonly #connections: ConnectionCap
  readonly #requests = new OpenRequests()
  readonly #limits: OrchestratorServerLimits
  readonly #log: Logger
  #closed: Promise<void> | undefined

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

  /** Ends calls in progress, lets answers get out for a moment and closes every connection. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#requests.close()
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

  #listen({ host, port }: OrchestratorServerOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const onError = (cause: Error) => reject(new ServerListenError({ host: host ?? '*', port, cause }))
      this.#server.once('error', onError)
      this.#server.listen({ port, ...(host !== undefined && { host }) }, () => {
        this.#server.off('error', onError)
        this.#server.on('error', (err) => this.#log.error({ err }, 'server error'))
        resolve()
      })
    })
  }

  #createListener(
    { handlers, log, fetchSource, transcoders }: OrchestratorServerDependencies,
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
    const renditionParts = { handlers, requests, timeoutMs: limits.downloadTimeoutMs }
    const serve = async (request: AnyRequest, response: AnyResponse): Promise<void> => {
      if (serveTranscoder?.(request, response)) return
      if (serveRpc(request, response)) return
      const path = pathOf(request)
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (path === '/segment') {
        if (request.method === 'POST') return serveSegment(request, response, segmentParts)
        return sendText(response, 405, 'Method Not Allowed')
      }
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
    const parts = { handlers, limits, budget, log, requests: this.#requests }
    const serveRegistration = createRegisterRoute(parts)
    const sourceParts = { handlers, timeoutMs: limits.downloadTimeoutMs }
    return (request: AnyRequest, response: AnyResponse): boolean => {
      if (serveRegistration(request, response)) return true
      const path = pathOf(request)
      if (path === '/transcodeResults' && request.method === 'POST') {
        serveTranscodeResults(request, response, parts).catch((err: unknown) => {
          log.error({ err }, 'result not taken')
          response.destroy()
        })
        return true
      }
      if (request.method !== 'GET' || !path.startsWith(sourcePathPrefix)) return false
      serveTranscodeSource(request, response, sourceParts)
      return true
    }
  }
}
