import { answers, jsonBody, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { countSchema } from '../../daemon/operator/schemas.ts'
import type { WorkLimits } from '../sessions/work-limits.ts'

const limitsSchema = z
  .object({
    maxSessions: countSchema.describe('Sessions at the most, however small.'),
    maxSessionsPerGateway: countSchema.describe('Sessions of one gateway at the most.'),
    maxPixelsPerSecond: z
      .number()
      .nullable()
      .describe('Encoded pixels a second at the most; null: as many as the transcoders can.'),
    capacityPixelsPerSecond: z.number().describe('What is taken in all, as things are.'),
    usedPixelsPerSecond: z.number().describe('What of it is promised to sessions.'),
    sessions: countSchema.describe('Sessions now.'),
  })
  .openapi('Limits')

const limitsBody = z
  .strictObject({
    maxSessions: z.int().positive().max(100_000).optional(),
    maxSessionsPerGateway: z.int().positive().max(100_000).optional(),
    maxPixelsPerSecond: z.number().positive().nullable().optional(),
  })
  .openapi('LimitsChange')

const responses = answers('All limits, as they are then.', limitsSchema)

const getLimits = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/limits',
  operationId: 'getLimits',
  summary: 'How much work is taken at the most.',
  responses,
})

const setLimits = operatorRoute('operate', {
  method: 'put',
  path: '/api/v1/limits',
  operationId: 'setLimits',
  summary: 'Takes more work or less.',
  description:
    'What is left out stays as it is. Sessions that run go on, also when they are more than the new limits allow. It holds ' +
    'over restarts, until the setting itself is changed.',
  request: { body: jsonBody(limitsBody) },
  responses,
})

export interface LimitSources {
  readonly limits: WorkLimits
}

/** How much work is taken. */
export const limitRoutes: OperatorRoutes<LimitSources> = {
  definitions: [getLimits, setLimits],
  register(app, { limits }) {
    app.openapi(getLimits, (context) => context.json(limits.present, 200))
    app.openapi(setLimits, (context) => {
      limits.change(context.req.valid('json'))
      return context.json(limits.present, 200)
    })
  },
}
