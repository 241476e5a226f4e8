import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Registry } from 'prom-client'
import { ListenError } from './errors.ts'

export interface OperatorApiOptions {
  readonly host: string
  readonly port: number
}

export interface OperatorApiDependencies {
  readonly metrics: Registry
  /** Why the node cannot take work now; undefined when it can. */
  readonly notReady: () => string | undefined
  /** Answered as JSON, amounts as decimal text. */
  readonly status: () => object
}

/** Health, metrics and status over HTTP for whoever runs this node. Read-only; meant for loopback. */
export class OperatorApi {
  readonly url: string
  readonly #server: ServerType

  private constructor(server: ServerType, url: string) {
    this.#server = server
    this.url = url
  }

  /** @throws {ListenError} naming the setting. */
  static async create(
    { host, port }: OperatorApiOptions,
    deps: OperatorApiDependencies,
  ): Promise<OperatorApi> {
    const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>()
    const server = serve({ fetch: operatorRoutes(deps).fetch, hostname: host, port }, resolve)
    server.once('error', (cause) => reject(new ListenError({ host, port, setting: 'operatorPort', cause })))
    const bound = (await promise).port
    return new OperatorApi(server, `http://${host.includes(':') ? `[${host}]` : host}:${bound}`)
  }

  close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    if ('closeAllConnections' in this.#server) this.#server.closeAllConnections()
    return promise
  }
}

function operatorRoutes({ metrics, notReady, status }: OperatorApiDependencies): Hono {
  const app = new Hono()
  app.get('/healthz', (context) => context.text('ok\n'))
  app.get('/readyz', (context) => {
    const reason = notReady()
    return reason === undefined ? context.text('ready\n') : context.text(`${reason}\n`, 503)
  })
  app.get('/metrics', async (context) =>
    context.body(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType }),
  )
  app.get('/status', (context) =>
    context.body(JSON.stringify(status(), amountsAsText), 200, { 'Content-Type': 'application/json' }),
  )
  return app
}

function amountsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
