import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import { z } from 'zod'
import { PortInUseError } from '../errors.ts'

/** What the pages must know of the network they show; served as `/config.json`. */
export const explorerConfigSchema = z.object({
  networkName: z.string(),
  rpcUrl: z.url().describe('JSON-RPC that a browser may reach.'),
  chainId: z.int().positive(),
  controller: z.string(),
  /** Multicall contract that batches reads, where there is one. */
  multicall: z.string().optional(),
  /** First block of the deployment, where looking for events begins. */
  deployedAtBlock: z.int().nonnegative(),
  gatewayUrl: z.url(),
  rtmpUrl: z.string().optional(),
  /** Accounts of a devnet whose keys are public anyway; never present elsewhere. */
  testAccounts: z.array(z.object({ name: z.string(), privateKey: z.string() })).default([]),
})

export type ExplorerConfig = z.output<typeof explorerConfigSchema>

interface ExplorerServerOptions {
  readonly host: string
  readonly port: number
  /** Folder of the built pages. */
  readonly pagesDir: string
  readonly config: ExplorerConfig
}

/** Serves the explorer's pages and the description of the network they show. */
export class ExplorerServer {
  readonly #server: ReturnType<typeof createServer>

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server
  }

  /** @throws {PortInUseError} */
  static async listen({ host, port, pagesDir, config }: ExplorerServerOptions): Promise<ExplorerServer> {
    const server = createServer(getRequestListener(explorerApp(pagesDir, config).fetch))
    server.requestTimeout = 30_000
    server.headersTimeout = 10_000
    server.maxConnections = 1_000
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
        throw new PortInUseError({ port, setting: '--explorer-port' })
      throw error
    }
    return new ExplorerServer(server)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }
}

/** @throws {Error} when the pages are not built. */
function explorerApp(pagesDir: string, config: ExplorerConfig): Hono {
  if (!existsSync(join(pagesDir, 'index.html'))) {
    throw new Error(`The explorer's pages are not built (${pagesDir} has no index.html). Run: npm run setup`)
  }
  const app = new Hono()
  app.use(secureHeaders({ crossOriginResourcePolicy: false }))
  app.use(compress())
  app.get('/healthz', (c) => c.text('ok'))
  app.get('/config.json', (c) => c.json(config, 200, { 'Cache-Control': 'no-store' }))
  app.use('/assets/*', async (c, next) => {
    await next()
    if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable')
  })
  app.use('*', serveStatic({ root: pagesDir }))
  // Pages have addresses of their own, which the script resolves; a missing file stays missing.
  const page = serveStatic({ root: pagesDir, path: 'index.html' })
  app.get('*', async (c, next) => (/\.[a-z0-9]+$/i.test(c.req.path) ? c.notFound() : page(c, next)))
  return app
}
