import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { countSchema, timeSchema } from '../../daemon/operator/schemas.ts'
import type { Draining } from '../sessions/draining.ts'

const drainSchema = z
  .object({
    isDraining: z.boolean().describe('Whether no new sessions are taken.'),
    isDone: z.boolean().describe('The last session has ended, or the time is over.'),
    beganAtMs: timeSchema.optional(),
    deadlineMs: timeSchema.optional().describe('Then it is over, whatever still runs.'),
    stops: z.boolean().describe('The node stops when it is over.'),
    sessions: countSchema.describe('Sessions that still run.'),
  })
  .openapi('Drain')

const responses = answers('How far it is.', drainSchema)

const getDrain = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/drain',
  operationId: 'getDrain',
  summary: 'Whether the node is being drained, and what still runs.',
  responses,
})

const beginDrain = operatorRoute('operate', {
  method: 'put',
  path: '/api/v1/drain',
  operationId: 'beginDrain',
  summary: 'Takes no new sessions; those that run go on to their end.',
  request: {
    query: z.strictObject({
      timeoutMs: z.coerce
        .number()
        .int()
        .positive()
        .max(86_400_000)
        .optional()
        .describe('After so long it is over, whatever still runs; a token of a gateway holds half an hour.'),
      stop: z.enum(['true', 'false']).optional().describe('Whether the node stops when it is over.'),
    }),
  },
  responses,
})

const endDrain = operatorRoute('operate', {
  method: 'delete',
  path: '/api/v1/drain',
  operationId: 'endDrain',
  summary: 'Takes new sessions again.',
  responses,
})

export interface DrainSources {
  readonly draining: Draining
  readonly sessions: { readonly size: number }
}

/** Draining, before a stop. */
export const drainRoutes: OperatorRoutes<DrainSources> = {
  definitions: [getDrain, beginDrain, endDrain],
  register(app, { draining, sessions }) {
    const present = () => ({ ...draining.status, sessions: sessions.size })
    app.openapi(getDrain, (context) => context.json(present(), 200))
    app.openapi(beginDrain, (context) => {
      const { timeoutMs, stop } = context.req.valid('query')
      draining.begin({ timeoutMs, stops: stop === 'true' })
      return context.json(present(), 200)
    })
    app.openapi(endDrain, (context) => {
      draining.end()
      return context.json(present(), 200)
    })
  },
}
