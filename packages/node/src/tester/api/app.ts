import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { BaseError, type Logger } from '@millrace/common'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import packageJson from '../../../package.json' with { type: 'json' }
import type { ScoreBoard, Standing } from '../score/score-board.ts'
import type { TesterDatabase } from '../store/open-tester-database.ts'
import { InvalidQueryError, NotFoundError, statusOf } from './errors.ts'
import { readResultPage } from './result-pages.ts'
import {
  leaderboardSchema,
  orchestratorQuery,
  profileQuery,
  regionQuery,
  resultSchema,
  scoresSchema,
} from './schemas.ts'

export interface TesterAppOptions {
  readonly region: string
  readonly windowMs: number
}

export interface TesterAppDependencies {
  readonly board: Pick<ScoreBoard, 'read'>
  readonly database: Pick<TesterDatabase, 'query'>
  /** Why no tests are made now; undefined when they are. */
  readonly problem: () => string | undefined
  readonly lastRunAtMs: () => number | undefined
  readonly log: Logger
}

const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})

/** Everything that the tester shows the world; all of it is public and read-only. */
export function testerApp(options: TesterAppOptions, deps: TesterAppDependencies): OpenAPIHono {
  const app = new OpenAPIHono({ defaultHook: refuseWhatDoesNotFit })
  app.use(
    secureHeaders({ crossOriginResourcePolicy: 'cross-origin' }),
    cors({ allowMethods: ['GET', 'HEAD'] }),
  )
  app.use('/v1/*', async (context, next) => {
    await next()
    if (context.res.ok) context.header('Cache-Control', 'public, max-age=5')
  })
  scoreRoute(app, deps)
  leaderboardRoute(app, options, deps)
  resultRoute(app, deps)
  healthRoute(app, deps)
  app.get('/openapi.json', (context) => context.json(describeTesterApp(app)))
  app.notFound((context) => {
    throw new NotFoundError({ path: context.req.path })
  })
  app.onError((error) => errorResponse(error, deps.log))
  return app
}

/** The OpenAPI description of the routes that are registered. */
function describeTesterApp(app: OpenAPIHono) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Millrace tester',
      version: packageJson.version,
      description:
        'How well orchestrators do, measured with test streams. Amounts are decimal text in wei, times Unix time in milliseconds.',
      license: { name: packageJson.license },
    },
  })
}

/** The description without a tester that runs. */
export function describeTester() {
  const nothing = (): never => {
    throw new Error('A description answers nothing.')
  }
  const deps = { board: { read: nothing }, database: { query: nothing }, problem: nothing }
  const log = { error: nothing } as unknown as Logger
  return describeTesterApp(testerApp({ region: '', windowMs: 0 }, { ...deps, lastRunAtMs: nothing, log }))
}

function scoreRoute(app: OpenAPIHono, { board }: TesterAppDependencies): void {
  const route = createRoute({
    ...{ method: 'get', path: '/v1/scores' },
    summary: 'Performance scores as gateways of this network read them: account → region → score.',
    request: { query: z.strictObject({ profile: profileQuery }) },
    responses: { 200: json('The scores.', scoresSchema) },
  })
  app.openapi(route, async (context) => {
    const { standings } = await board.read(context.req.valid('query').profile)
    return context.json(toScores(standings), 200)
  })
}

/** Rounded, since nobody measures more exactly. */
function toScores(standings: readonly Standing[]): z.output<typeof scoresSchema> {
  const scores = new Map<string, Record<string, { score: number }>>()
  for (const { orchestrator, region, score } of standings) {
    const regions = scores.get(orchestrator) ?? {}
    regions[region] = { score: Math.round(score * 1e6) / 1e6 }
    scores.set(orchestrator, regions)
  }
  return Object.fromEntries(scores)
}

function leaderboardRoute(
  app: OpenAPIHono,
  { region: own, windowMs }: TesterAppOptions,
  { board }: TesterAppDependencies,
): void {
  const route = createRoute({
    ...{ method: 'get', path: '/v1/leaderboard', summary: 'How all orchestrators did, the best first.' },
    request: { query: z.strictObject({ region: regionQuery, profile: profileQuery }) },
    responses: { 200: json('The leaderboard.', leaderboardSchema) },
  })
  app.openapi(route, async (context) => {
    const { region, profile } = context.req.valid('query')
    const { atMs, regions, profiles, standings } = await board.read(profile)
    const items = standings
      .filter((standing) => region === undefined || standing.region === region)
      .map(({ quality = null, honesty = null, ...rest }) => ({ ...rest, quality, honesty }))
    return context.json(
      { region: own, atMs, windowMs, regions: [...regions], profiles: [...profiles], items },
      200,
    )
  })
}

function resultRoute(app: OpenAPIHono, { database }: TesterAppDependencies): void {
  const query = z.strictObject({
    orchestrator: orchestratorQuery,
    region: regionQuery,
    profile: profileQuery,
    failed: z
      .enum(['true', 'false'])
      .transform((value) => value === 'true')
      .optional()
      .describe('Only segments that failed, or only those that did not.'),
    limit: z.coerce.number().int().min(1).max(500).default(100).describe('Results at the most.'),
    cursor: z.string().max(100).optional().describe('`next` of the page before.'),
  })
  const page = z.object({
    items: z.array(resultSchema),
    next: z.string().optional().describe('Cursor of the next page; missing after the last.'),
  })
  const route = createRoute({
    ...{ method: 'get', path: '/v1/results', summary: 'What came of each segment, the youngest first.' },
    request: { query },
    responses: { 200: json('A page of results.', page) },
  })
  app.openapi(route, async (context) => {
    const { items, next } = await readResultPage(database, context.req.valid('query'))
    return context.json({ items: [...items], ...(next !== undefined && { next }) }, 200)
  })
}

function healthRoute(app: OpenAPIHono, { problem, lastRunAtMs }: TesterAppDependencies): void {
  const schema = z.object({
    status: z.enum(['ok', 'not-testing']),
    problem: z.string().optional(),
    lastRunAtMs: z.number().optional().describe('When a run of this process ended last.'),
  })
  const route = createRoute({
    ...{ method: 'get', path: '/v1/health', summary: 'Whether tests are made.' },
    responses: { 200: json('They are.', schema), 503: json('They are not.', schema) },
  })
  app.openapi(route, (context) => {
    const [why, ranAtMs] = [problem(), lastRunAtMs()]
    const lastRun = ranAtMs === undefined ? {} : { lastRunAtMs: ranAtMs }
    if (why === undefined) return context.json({ status: 'ok' as const, ...lastRun }, 200)
    return context.json({ status: 'not-testing' as const, problem: why, ...lastRun }, 503)
  })
}

type Checked = Parameters<NonNullable<OpenAPIHono['defaultHook']>>[0]

function refuseWhatDoesNotFit(checked: Checked): void {
  if (checked.success) return
  const problem = checked.error.issues
    .map(({ path, message }) => `${path.join('.') || 'the query'}: ${message}`)
    .join('; ')
  throw new InvalidQueryError({ problem })
}

function errorResponse(error: Error, log: Logger): Response {
  const status = statusOf(error)
  if (status !== undefined && error instanceof BaseError) {
    const message = status === 503 ? 'The results cannot be read now; try again later.' : error.message
    return Response.json({ error: { code: error.code, message } }, { status })
  }
  log.error({ err: error }, 'request broke down')
  return Response.json(
    { error: { code: 'INTERNAL', message: 'The tester failed at this; its log says why.' } },
    { status: 500 },
  )
}
