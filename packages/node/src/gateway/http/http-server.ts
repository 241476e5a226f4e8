import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { ConnectionCap } from '@millrace/wire'
import type { Hono } from 'hono'
import { ListenError } from '../../daemon/errors.ts'

export interface HttpServerOptions {
  readonly host: string
  readonly port: number
}

/** Bounds on what a stranger's connection may cost. */
const limits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 30_000,
  maxHeaderBytes: 16_384,
  maxConnections: 4_096,
}

/** The gateway's one HTTP port. */
export class HttpServer {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** @throws {ListenError} naming the setting when the port cannot be had. */
  static async listen({ host, port }: HttpServerOptions, app: Hono): Promise<HttpServer> {
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
      throw new ListenError({ host, port, setting: 'httpPort', cause })
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
