import * as z from 'zod/mini'
import { searchValue } from '../../format/search-value.ts'

/** What the page measures, as it stands in its address. */
export const healthSearchSchema = z.object({
  of: searchValue(z.enum(['orchestrators', 'delegators'])),
  by: searchValue(z.enum(['address', 'entity'])),
})

type Chosen = z.output<typeof healthSearchSchema>

export type StakeOf = NonNullable<Chosen['of']>
export type CountedBy = NonNullable<Chosen['by']>
