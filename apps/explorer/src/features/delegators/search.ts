import * as z from 'zod/mini'
import { searchValue } from '../../format/search-value.ts'

export const delegatorStates = ['bonded', 'pending', 'unbonding', 'unbonded'] as const

/** What an address of the list says. Nonsense is left out. */
export const delegatorsSearchSchema = z.object({
  address: searchValue(z.string().check(z.regex(/^0x[0-9a-fA-F]{40}$/))),
  state: searchValue(z.enum(delegatorStates)),
  sort: searchValue(z.enum(['stakeWei', 'pendingFeesWei', 'startRound', 'address'])),
  order: searchValue(z.enum(['asc', 'desc'])),
})
