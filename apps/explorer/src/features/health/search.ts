import { z } from 'zod'

/** What the page measures, as it stands in its address. */
export const healthSearchSchema = z.object({
  of: z.enum(['orchestrators', 'delegators']).optional().catch(undefined),
  by: z.enum(['address', 'entity']).optional().catch(undefined),
})

type Chosen = z.output<typeof healthSearchSchema>

export type StakeOf = NonNullable<Chosen['of']>
export type CountedBy = NonNullable<Chosen['by']>
