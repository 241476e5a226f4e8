import { asJson } from '../../daemon/operator/as-json.ts'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import {
  addressSchema,
  amountSchema,
  countSchema,
  endpointSchema,
  timeSchema,
  winnerTotalsShape,
} from '../../daemon/operator/schemas.ts'
import type { RedeemerStatus } from '../status.ts'

const redeemerStatusSchema = z
  .object({
    address: addressSchema.describe('The account that pays for gas.'),
    recipient: addressSchema.describe('The staking account that is paid.'),
    url: z.string().describe('Where orchestrators reach it.'),
    startedAtMs: timeSchema,
    chainId: countSchema,
    round: amountSchema.describe('Round seen last.'),
    isActive: z.boolean().describe('Whether the recipient is in the active set.'),
    gasPriceWei: amountSchema.describe('As of the last block.'),
    averageGasPriceWei: amountSchema,
    tickets: z.object(winnerTotalsShape).openapi('TicketTotals'),
    endpoints: z.array(endpointSchema),
  })
  .openapi('RedeemerStatus')

const statusRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/status',
  operationId: 'getStatus',
  summary: 'What the redeemer has redeemed and what waits.',
  responses: answers('The status.', redeemerStatusSchema),
})

export interface StatusSources {
  readonly status: () => RedeemerStatus
}

export const statusRoutes: OperatorRoutes<StatusSources> = {
  definitions: [statusRoute],
  register(app, { status }) {
    app.openapi(statusRoute, (context) => context.json(asJson(status()), 200))
  },
}
