import * as z from 'zod/mini'
import { searchValue } from '../../format/search-value.ts'
import { questionSearchSchema } from '../yield/question-search.ts'

/** Groups of orchestrators by where they stand in the election; the first one is shown if none is chosen. */
export const stateChoices = [
  'set',
  'active',
  'entering',
  'leaving',
  'waiting',
  'unregistered',
  'all',
] as const

export const sorts = [
  'yield',
  'stake',
  'fees',
  'rewardCut',
  'feeCut',
  'calls',
  'score',
  'price',
  'own',
  'delegators',
  'activation',
  'region',
  'identity',
] as const
export type SortName = (typeof sorts)[number]

const bound = searchValue(z.number().check(z.nonnegative()))

/** What an address of the list says: what is shown, in which order, and what is forecast. Nonsense is left out. */
export const listSearchSchema = z.object({
  q: searchValue(z.string().check(z.maxLength(100))),
  state: searchValue(z.enum(stateChoices)),
  region: searchValue(z.string().check(z.maxLength(100))),
  new: searchValue(z.enum(['only', 'none'])),
  /** At most, in percent. */
  rewardCut: bound,
  feeCut: bound,
  /** At least, in percent. */
  calls: bound,
  own: bound,
  yield: bound,
  /** At least, of ten. */
  score: bound,
  /** At most, in wei. */
  price: bound,
  /** At least, in ether. */
  fees: bound,
  sort: searchValue(z.enum(sorts)),
  order: searchValue(z.enum(['asc', 'desc'])),
  ...questionSearchSchema.shape,
})

export type ListSearch = z.output<typeof listSearchSchema>

/** Not by stake, which would bring most to those that have most. */
export const usualOrder = { sort: 'yield', order: 'desc' } as const satisfies {
  readonly sort: SortName
  readonly order: 'asc' | 'desc'
}
