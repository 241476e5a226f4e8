import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { ConnectionCap } from '@millrace/wire'
import { ListenError } from '../errors.ts'
import { UnreadAnswers, type UnreadAnswersOptions } from './unread-answers.ts'

export interface HttpServerOptions {
  readonly host: string
  readonly port: number
  /** Named when the port cannot be had. */
  readonly setting: string
  readonly unread?: UnreadAnswersOptions
  /** Between two looks at answers that nobody takes, and at requests that do not come to an end. */
  readonly lookMs?: number
}

/** What answers requests: a Hono app. */
interface HttpApp {
  readonly fetch: Parameters<typeof getRequestListener>[0]
}

export interface HttpServerDependencies {
  readonly app: HttpApp
  /** Told how many answers nobody took. */
  readonly onUnread?: (answers: number) => void
}

/** Bounds on what a stranger's connection may cost. */
const limits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 30_000,
  maxHeaderBytes: 16_384,
  maxConnections: 4_096,
  maxRequestsPerConnection: 8,
}
const defaultUnread = { patienceMs: 60_000, crowdedPatienceMs: 5_000, crowd: limits.maxConnections / 4 }
const defaultLookMs = 2_000

/** One HTTP port. */
export class HttpServer {
  readonly #server: Server
  readonly #looking: NodeJS.Timeout

  private constructor(server: Server, looking: NodeJS.Timeout) {
    this.#server = server
    this.#looking = looking
  }

  /** @throws {ListenError} naming the setting when the port cannot be had. */
  static async listen(
    { host, port, setting, unread = defaultUnread, lookMs = defaultLookMs }: HttpServerOptions,
    { app, onUnread }: HttpServerDependencies,
  ): Promise<HttpServer> {
    const answers = new UnreadAnswers(unread, () => performance.now())
    const serve = getRequestListener(app.fetch)
    const server = createServer(
      {
        headersTimeout: limits.headersTimeoutMs,
        requestTimeout: limits.requestTimeoutMs,
        keepAliveTimeout: limits.keepAliveTimeoutMs,
        maxHeaderSize: limits.maxHeaderBytes,
        connectionsCheckingInterval: lookMs,
        noDelay: true,
      },
      (request, response) => {
        if (!connections.begin(request.socket, response)) return
        answers.watch(response)
        void serve(request, response)
      },
    )
    // Viewers behind a proxy share its address, so only the total is bounded.
    const { maxConnections: maxTotal, maxRequestsPerConnection } = limits
    const connections = new ConnectionCap(server, { maxTotal, maxRequestsPerConnection })
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (cause) {
      throw new ListenError({ host, port, setting, cause })
    }
    const look = () => {
      const cutOff = answers.sweep()
      if (cutOff > 0) onUnread?.(cutOff)
    }
    return new HttpServer(server, setInterval(look, lookMs).unref())
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Ends every connection. Idempotent. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    clearInterval(this.#looking)
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }
}
