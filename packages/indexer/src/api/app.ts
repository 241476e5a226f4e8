import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { BaseError, type Listenable, type Logger } from '@millrace/common'
import type { Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import packageJson from '../../package.json' with { type: 'json' }
import type { EnsNames } from '../names/ens-names.ts'
import type { Position } from '../sync/follower.ts'
import { atOneBlock, type ReadDatabase } from './at-one-block.ts'
import { rowSchema } from './column-kinds.ts'
import { concentrationRoute } from './concentration-route.ts'
import { CsvExports } from './csv-export.ts'
import { describeApp } from './describe.ts'
import { InvalidQueryError, NotFoundError, NotReadyError, statusOf } from './errors.ts'
import { factRoutes } from './fact-routes.ts'
import { type ListDefinition, listQuerySchema, readListQuery, readPage } from './list.ts'
import { allLists } from './lists.ts'
import { LiveChannel } from './live-channel.ts'
import { profileRoutes } from './profile-routes.ts'
import { searchRoute } from './search-route.ts'
import type { Usage } from './usage.ts'

export interface IndexerAppDependencies {
  readonly database: ReadDatabase
  /** What the database stands at; undefined before the first step. */
  readonly position: () => Position | undefined
  readonly changes: Listenable<{ readonly block: Position }>
  readonly metrics: { readonly registry: { metrics(): Promise<string>; readonly contentType: string } }
  readonly staleAfterMs: number
  /** Time of the last successful step, Unix time in milliseconds. */
  readonly steppedAtMs: () => number
  readonly usage: Usage
  /** Not asked for names without. */
  readonly ens?: EnsNames | undefined
  readonly log: Logger
  /** Answers what is no route of the API. */
  readonly pages?: Hono | undefined
}

/** What every answer is true for. */
const blockSchema = z
  .object({
    number: z.int().describe('Block that the answer is true for.'),
    protocolBlock: z
      .int()
      .describe('The same block as the contracts count, in which rounds and polls end: L1’s on Arbitrum.'),
    hash: z.string(),
    time: z.int().describe('Unix time of the block in milliseconds.'),
  })
  .openapi('Block')

/** Everything that the indexer serves; all of it is public and read-only. */
export function indexerApp(deps: IndexerAppDependencies): OpenAPIHono {
  const app = new OpenAPIHono({ defaultHook: refuseWhatDoesNotFit })
  app.use(
    secureHeaders({ crossOriginResourcePolicy: 'cross-origin' }),
    cors({ allowMethods: ['GET', 'HEAD'] }),
  )
  healthRoutes(app, deps)
  app.use('/v1/*', async (context, next) => {
    const position = deps.position()
    if (!position) throw new NotReadyError()
    if (context.req.path === '/v1/live') return next()
    context.header('Cache-Control', 'public, max-age=0, must-revalidate')
    context.header('Vary', 'Accept')
    // Data is that of a block, and so is the answer to whoever has it already.
    if (context.req.header('If-None-Match')?.includes(tagOf(position.hash))) return context.body(null, 304)
    await next()
  })
  const exports = new CsvExports(deps.database)
  for (const list of allLists(deps.usage)) listRoute(app, list, { ...deps, exports })
  factRoutes(app, deps.database)
  concentrationRoute(app, deps.database)
  searchRoute(app, deps)
  profileRoutes(app, deps)
  new LiveChannel(deps).register(app)
  app.get('/openapi.json', (context) => context.json(describeApp(app)))
  const noSuchRoute = (context: Context) => {
    throw new NotFoundError({ what: 'route', name: context.req.path })
  }
  app.all('/v1/*', noSuchRoute)
  if (deps.pages) app.route('/', deps.pages)
  app.notFound(noSuchRoute)
  app.onError((error) => errorResponse(error, deps.log))
  return app
}

/** An answer in JSON says what it is true for, and can be asked for anew at little cost. */
export function tagOf(hash: string): string {
  return `W/"${packageJson.version}-${hash.slice(2, 18)}"`
}

interface ListDependencies {
  readonly database: ReadDatabase
  readonly exports: CsvExports
}

function listRoute(app: OpenAPIHono, list: ListDefinition, { database, exports }: ListDependencies): void {
  const { path, summary, columns } = list
  const answer = z.object({
    items: z.array(rowSchema(columns)),
    next: z.string().optional().describe('Cursor of the next page; missing after the last.'),
    block: blockSchema,
  })
  const route = createRoute({
    method: 'get',
    path,
    summary,
    request: { query: listQuerySchema(list) },
    responses: {
      200: {
        description: 'A page of rows, or all of them as CSV.',
        content: { 'application/json': { schema: answer }, 'text/csv': { schema: z.string() } },
      },
    },
  })
  app.openapi(route, async (context) => {
    const values: Readonly<Record<string, unknown>> = context.req.valid('query')
    const query = readListQuery(list, values)
    const wantsCsv =
      values['format'] === 'csv' ||
      (values['format'] === undefined && prefersCsv(context.req.header('Accept')))
    if (wantsCsv) {
      const { block, body } = await exports.begin(list, query)
      return context.body(body, 200, { ...csvHeaders(path), ETag: tagOf(block.hash) }) as never
    }
    const { value, block } = await atOneBlock(database, (sql) => readPage(list, query, sql))
    context.header('ETag', tagOf(block.hash))
    return context.json({ ...value, block } as never)
  })
}

function prefersCsv(accept = ''): boolean {
  return /^\s*text\/csv\b/.test(accept)
}

function csvHeaders(path: string): Record<string, string> {
  const name = path.split('/').at(-1) ?? 'list'
  return {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="millrace-${name}.csv"`,
  }
}

/** Behind by no more it still answers as of now. */
const readyLagBlocks = 5

function healthRoutes(
  app: OpenAPIHono,
  { position, steppedAtMs, staleAfterMs, metrics }: IndexerAppDependencies,
): void {
  const isStale = () => Date.now() - steppedAtMs() > staleAfterMs
  const schema = z.object({
    status: z.enum(['ok', 'stale', 'starting']),
    block: z.int().optional(),
    head: z.int().optional(),
    lagBlocks: z.int().optional(),
    lagSeconds: z.number().optional().describe('Age of the block that the database stands at.'),
  })
  const healthRoute = createRoute({
    method: 'get',
    path: '/v1/health',
    summary: 'How far the data is behind the chain.',
    responses: {
      200: { description: 'As it should be.', content: { 'application/json': { schema } } },
      503: { description: 'Nothing was read for too long.', content: { 'application/json': { schema } } },
    },
  })
  app.openapi(healthRoute, (context) => {
    const now = position()
    if (!now) return context.json({ status: 'starting' as const }, 503)
    const { block, head, time } = now
    const lag = { lagBlocks: head - block, lagSeconds: Math.max(0, Date.now() / 1_000 - time) }
    return context.json(
      { status: isStale() ? ('stale' as const) : ('ok' as const), block, head, ...lag },
      isStale() ? 503 : 200,
    )
  })
  app.get('/healthz', (context) =>
    isStale() ? context.text('the chain was not read for too long', 503) : context.text('ok'),
  )
  app.get('/readyz', (context) => {
    const now = position()
    if (!now) return context.text('nothing was read yet', 503)
    const lagBlocks = now.head - now.block
    // A block that has just come is no reason to take it out of a load balancer.
    return lagBlocks > readyLagBlocks ? context.text(`${lagBlocks} blocks behind`, 503) : context.text('ok')
  })
  app.get('/metrics', async (context) => {
    const { registry } = metrics
    return context.text(await registry.metrics(), 200, { 'Content-Type': registry.contentType })
  })
}

type Checked = Parameters<NonNullable<OpenAPIHono['defaultHook']>>[0]

function refuseWhatDoesNotFit(result: Checked): void {
  if (result.success) return
  const problem = result.error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
  throw new InvalidQueryError({ problem })
}

function errorResponse(error: Error, log: Logger): Response {
  const status = statusOf(error)
  if (status !== undefined && error instanceof BaseError) {
    const { code, message, meta } = error
    return Response.json({ error: { code, message, meta } }, { status })
  }
  log.error({ err: error }, 'request broke down')
  const message = 'The indexer failed at this; its log says why.'
  return Response.json({ error: { code: 'INTERNAL', message } }, { status: 500 })
}
