import * as z from 'zod/mini'
import { searchValue } from '../../format/search-value.ts'

/** What an address of the list says. Nonsense is left out. */
export const gatewaysSearchSchema = z.object({
  sort: searchValue(z.enum(['fees90DaysWei', 'feesWei', 'depositWei', 'reserveWei', 'winningTickets'])),
  order: searchValue(z.enum(['asc', 'desc'])),
})
