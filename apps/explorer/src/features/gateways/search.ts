import { z } from 'zod'

/** What an address of the list says. Nonsense is left out. */
export const gatewaysSearchSchema = z.object({
  sort: z
    .enum(['fees90DaysWei', 'feesWei', 'depositWei', 'reserveWei', 'winningTickets'])
    .optional()
    .catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
})
