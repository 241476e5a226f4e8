import { createRoute } from '@hono/zod-openapi'
import { answers, type OperatorRoutes, operatorRoute, z } from './route.ts'
import { shownSettings } from './shown-settings.ts'

const text = (description: string) => ({
  description,
  content: { 'text/plain': { schema: z.string() } },
})

const health = createRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'getHealth',
  summary: 'Answers as long as the process works. No token needed.',
  responses: { 200: text('It works.') },
})

const readiness = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'getReadiness',
  summary: 'Whether the node can take work now. No token needed.',
  responses: { 200: text('It can.'), 503: text('It cannot, and why.') },
})

const metricsRoute = operatorRoute('read', {
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  summary: 'Metrics in the text format of Prometheus.',
  responses: { 200: text('All metrics.') },
})

const nodeSchema = z
  .object({
    role: z.string().describe('gateway, orchestrator, transcoder, redeemer or tester.'),
    version: z.string().describe('Version of the program.'),
    pid: z.int().describe('Its process.'),
    startedAtMs: z.number().describe('When it started, Unix time in milliseconds.'),
    isReady: z.boolean().describe('Whether it can take work now.'),
    notReady: z.string().optional().describe('Why not.'),
  })
  .openapi('Node')

const node = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/node',
  operationId: 'getNode',
  summary: 'Which node this is, and whether it can take work.',
  responses: answers('The node.', nodeSchema),
})

const settingsSchema = z
  .object({
    settings: z
      .record(z.string(), z.unknown())
      .describe(
        'By name, amounts as decimal text. URLs are cut after the host, for keys are often in their paths.',
      ),
  })
  .openapi('Settings')

const settings = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/settings',
  operationId: 'getSettings',
  summary: 'The settings that the node was started with.',
  responses: answers('The settings.', settingsSchema),
})

export interface CommonDependencies {
  readonly role: string
  readonly version: string
  readonly startedAtMs: number
  readonly settings: object
  readonly metrics: { readonly contentType: string; metrics(): Promise<string> }
  /** Why the node cannot take work now; undefined when it can. */
  readonly notReady: () => string | undefined
}

/** What every role answers. */
export const commonRoutes: OperatorRoutes<CommonDependencies> = {
  definitions: [health, readiness, metricsRoute, node, settings],
  register(app, { role, version, startedAtMs, metrics, notReady, ...deps }) {
    app.openapi(health, (context) => context.text('ok\n', 200))
    app.openapi(readiness, (context) => {
      const reason = notReady()
      return reason === undefined ? context.text('ready\n', 200) : context.text(`${reason}\n`, 503)
    })
    app.openapi(metricsRoute, async (context) =>
      context.text(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType }),
    )
    app.openapi(node, (context) => {
      const reason = notReady()
      const facts = { role, version, pid: process.pid, startedAtMs, isReady: reason === undefined }
      return context.json({ ...facts, ...(reason !== undefined && { notReady: reason }) }, 200)
    })
    app.openapi(settings, (context) => context.json({ settings: shownSettings(deps.settings) }, 200))
  },
}
