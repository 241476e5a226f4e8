import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { ConnectionCap } from '@millrace/wire'
import { ListenError } from './errors.ts'

export interface HttpServerOptions {
  readonly host: string
  readonly port: number
  /** Named when the port cannot be had. */
  readonly setting: string
}

/** What answers requests: a Hono app. */
interface HttpApp {
  readonly fetch: Parameters<typeof getRequestListener>[0]
}

/** Bounds on what a stranger's connection may cost. */
const limits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 30_000,
  maxHeaderBytes: 16_384,
  maxConnections: 4_096,
}

/** One HTTP port. */
export class HttpServer {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** @throws {ListenError} naming the setting when the port cannot be had. */
  static async listen({ host, port, setting }: HttpServerOptions, app: HttpApp): Promise<HttpServer> {
    const server = createServer(
      {
        headersTimeout: limits.headersTimeoutMs,
        requestTimeout: limits.requestTimeoutMs,
        keepAliveTimeout: limits.keepAliveTimeoutMs,
        maxHeaderSize: limits.maxHeaderBytes,
        noDelay: true,
      },
      getRequestListener(app.fetch),
    )
    // Viewers behind a proxy share its address, so only the total is bounded.
    const connections = new ConnectionCap(server, { maxTotal: limits.maxConnections })
    server.prependListener('request', ({ socket }, response) => connections.begin(socket, response))
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (cause) {
      throw new ListenError({ host, port, setting, cause })
    }
    return new HttpServer(server)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Ends every connection. Idempotent. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }
}
