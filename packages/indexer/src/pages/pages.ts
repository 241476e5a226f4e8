import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { BaseError } from '@millrace/common'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import type { NetworkDescription } from './description.ts'

export interface PagesOptions {
  /** Folder of the built pages. */
  readonly dir: string
  readonly network: NetworkDescription
}

/** Thrown when there are no pages to serve. */
export class PagesMissingError extends BaseError {
  override name = 'PagesMissingError'
  readonly code = 'PAGES_MISSING'

  constructor({ dir }: { dir: string }) {
    super(`The explorer’s pages are not built (${dir} has no index.html). In a clone: npm run setup`, {
      meta: { dir },
    })
  }
}

/** Chain, gateway, wallets and pictures of profiles, which are asked for one by one, may be anywhere; programs come from here alone. */
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
  mediaSrc: ["'self'", 'blob:', 'http:', 'https:'],
  connectSrc: ["'self'", 'http:', 'https:', 'ws:', 'wss:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

/** Serves the explorer's pages and the description of the network they show. @throws {PagesMissingError} */
export function pagesApp({ dir, network }: PagesOptions): Hono {
  if (!existsSync(join(dir, 'index.html'))) throw new PagesMissingError({ dir })
  const app = new Hono()
  app.use(secureHeaders({ contentSecurityPolicy }), compress())
  app.get('/config.json', (context) => context.json(network, 200, { 'Cache-Control': 'no-store' }))
  app.use('/assets/*', async (context, next) => {
    await next()
    // Their names change with their content.
    if (context.res.ok) context.header('Cache-Control', 'public, max-age=31536000, immutable')
  })
  // The build has compressed them as well as can be.
  app.use('*', serveStatic({ root: dir, precompressed: true }))
  // Pages have addresses of their own, which the script resolves; a missing file stays missing.
  const page = serveStatic({ root: dir, path: 'index.html' })
  app.get('*', async (context, next) =>
    /\.[a-z0-9]+$/i.test(context.req.path) ? context.notFound() : page(context, next),
  )
  return app
}
