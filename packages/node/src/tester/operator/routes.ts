import { asJson } from '../../daemon/operator/as-json.ts'
import { type OperationsSource, operationsRoutes } from '../../daemon/operator/operations-route.ts'
import { answers, combineRoutes, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { addressSchema, amountSchema, countSchema, timeSchema } from '../../daemon/operator/schemas.ts'
import type { TesterStatus } from '../status.ts'

const lastRunSchema = z
  .object({
    startedAtMs: timeSchema,
    endedAtMs: timeSchema,
    orchestrators: countSchema,
    tested: countSchema,
    notMeasured: z.record(z.string(), countSchema).describe('How many could not be measured, by reason.'),
    spentWei: amountSchema.describe('Expected value of its tickets.'),
  })
  .openapi('TestRun')

const testerStatusSchema = z
  .object({
    region: z.string(),
    url: z.string().describe('Where scores and results are served.'),
    startedAtMs: timeSchema,
    chainId: countSchema.optional(),
    address: addressSchema.optional().describe('The account that pays.'),
    depositWei: amountSchema.optional(),
    reserveWei: amountSchema.optional(),
    spentTodayWei: amountSchema,
    problem: z.string().optional().describe('Why no tests are made now.'),
    lastRun: lastRunSchema.optional(),
  })
  .openapi('TesterStatus')

const statusRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/status',
  operationId: 'getStatus',
  summary: 'What the tester does, and what it has spent.',
  responses: answers('The status.', testerStatusSchema),
})

export interface StatusSources {
  readonly status: () => TesterStatus
}

const statusRoutes: OperatorRoutes<StatusSources> = {
  definitions: [statusRoute],
  register(app, { status }) {
    app.openapi(statusRoute, (context) => context.json(asJson(status()), 200))
  },
}

/** What a tester answers besides what all roles do. */
export const testerRoutes: OperatorRoutes<StatusSources & OperationsSource> = combineRoutes<
  StatusSources & OperationsSource
>([statusRoutes, operationsRoutes])
