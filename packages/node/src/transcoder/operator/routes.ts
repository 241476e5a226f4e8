import { asJson } from '../../daemon/operator/as-json.ts'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { countSchema } from '../../daemon/operator/schemas.ts'
import type { TranscoderRoleStatus } from '../transcoder.ts'

const transcoderStatusSchema = z
  .object({
    orchestrator: z.string().describe('Where the orchestrator is that it works for.'),
    state: z
      .enum(['connecting', 'registered', 'waiting', 'stopped'])
      .describe('Whether the orchestrator knows it.'),
    capacityPixelsPerSecond: z.number().describe('Encoded pixels a second offered.'),
    workers: countSchema.describe('Child processes.'),
    segmentsInFlight: countSchema,
    segmentsDone: countSchema.describe('Since the process began.'),
    segmentsFailed: countSchema.describe('Since the process began.'),
  })
  .openapi('TranscoderStatus')

const statusRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/status',
  operationId: 'getStatus',
  summary: 'What the transcoder does, and for whom.',
  responses: answers('The status.', transcoderStatusSchema),
})

/** What a transcoder answers besides what all roles do. */
export const transcoderRoutes: OperatorRoutes<{ readonly status: () => TranscoderRoleStatus }> = {
  definitions: [statusRoute],
  register(app, { status }) {
    app.openapi(statusRoute, (context) => context.json(asJson(status()), 200))
  },
}
