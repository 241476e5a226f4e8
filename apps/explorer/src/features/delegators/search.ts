import { z } from 'zod'

export const delegatorStates = ['bonded', 'pending', 'unbonding', 'unbonded'] as const

/** What an address of the list says. Nonsense is left out. */
export const delegatorsSearchSchema = z.object({
  address: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .optional()
    .catch(undefined),
  state: z.enum(delegatorStates).optional().catch(undefined),
  sort: z.enum(['stakeWei', 'pendingFeesWei', 'startRound', 'address']).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
})
