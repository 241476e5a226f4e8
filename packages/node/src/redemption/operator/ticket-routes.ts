import type { DatabaseSync } from 'node:sqlite'
import type { Address } from '@millrace/crypto'
import { asJson } from '../../daemon/operator/as-json.ts'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { addressSchema, amountSchema, timeSchema, winnerTotalsShape } from '../../daemon/operator/schemas.ts'
import { type ListedWinner, listWinners } from '../winner-list.ts'
import type { WinnerTotals } from '../winner-store.ts'

const states = ['waiting', 'redeemed', 'lost'] as const satisfies readonly ListedWinner['state'][]

const ticketSchema = z
  .object({
    ticketHash: z.string(),
    gateway: addressSchema.describe('Who signed it and pays for it.'),
    recipient: addressSchema,
    faceValueWei: amountSchema,
    state: z.enum(states),
    receivedAtMs: timeSchema,
    creationRound: amountSchema,
    paramsExpirationBlock: amountSchema.describe('It is redeemed after this block (L1’s on a rollup).'),
    handedOverAtMs: timeSchema.optional().describe('When a redeemer took it over.'),
    txHash: z.string().optional().describe('The transaction that redeemed it, where it is known.'),
    paidWei: amountSchema.optional().describe('What was paid for it.'),
    reason: z.string().optional().describe('Why it is lost.'),
  })
  .openapi('Ticket')

const ticketsRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/tickets',
  operationId: 'listTickets',
  summary: 'Winning tickets, newest first, a page at a time.',
  request: {
    query: z.strictObject({
      state: z
        .enum(states)
        .optional()
        .describe('Only those that wait, are redeemed, or are lost; by default all.'),
      gateway: addressSchema.optional().describe('Only those of one gateway.'),
      after: z.coerce.number().int().positive().optional().describe('`next` of the page before.'),
      limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('Tickets in a page.'),
    }),
  },
  responses: answers(
    'A page of tickets, and the sums over all.',
    z
      .object({
        tickets: z.array(ticketSchema),
        next: z.number().optional().describe('Give it as `after` for the next page; missing in the last.'),
        totals: z.object(winnerTotalsShape).openapi('TicketTotals'),
      })
      .openapi('TicketPage'),
  ),
})

export interface TicketSources {
  readonly database: DatabaseSync
  readonly totals: () => WinnerTotals
}

/** Winning tickets, of an orchestrator or of a redeemer. */
export const ticketRoutes: OperatorRoutes<TicketSources> = {
  definitions: [ticketsRoute],
  register(app, { database, totals }) {
    app.openapi(ticketsRoute, (context) => {
      const { gateway, ...filter } = context.req.valid('query')
      const { winners, next } = listWinners(database, { ...filter, gateway: gateway as Address | undefined })
      return context.json(asJson({ tickets: winners, next, totals: totals() }), 200)
    })
  },
}
