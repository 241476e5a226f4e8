import { weiPerPixel } from '../../format/amounts.ts'
import { compareForecasts } from '../../yield/order.ts'
import type { Listed } from './listed.ts'
import type { SortName } from './search.ts'

type Value = number | bigint | string | undefined

/** What each order but that of forecasts compares. */
const values: Readonly<Record<Exclude<SortName, 'yield'>, (listed: Listed) => Value>> = {
  stake: ({ row }) => row.delegatedStakeWei,
  fees: ({ row }) => row.fees90DaysWei,
  rewardCut: ({ row }) => row.rewardCut,
  feeCut: ({ row }) => -row.feeShare,
  calls: ({ row }) => row.rewardCallRatio ?? undefined,
  score: ({ score }) => score,
  price: ({ price }) => price && weiPerPixel(price),
  own: ({ ownShare }) => ownShare,
  delegators: ({ row }) => row.delegators,
  activation: ({ row }) => row.firstActivationRound ?? undefined,
  region: ({ seen }) => seen?.region,
  // Names before addresses, which stand for those who have none.
  identity: ({ row, name }) => name?.toLowerCase() ?? `\u{10FFFF}${row.address}`,
}

/** Sorted anew. What is not known is last, whichever way the list is turned. */
export function sortListed(
  list: readonly Listed[],
  { sort, order }: { readonly sort: SortName; readonly order: 'asc' | 'desc' },
): readonly Listed[] {
  if (sort === 'yield') return list.toSorted((a, b) => compareForecasts(rankedOf(a), rankedOf(b), order))
  const valueFor = values[sort]
  return list.toSorted((a, b) => compareValues(valueFor(a), valueFor(b), order) || byAddress(a, b))
}

function rankedOf({ row, isNew, total }: Listed) {
  return { address: row.address, isNew, expected: total }
}

function compareValues(a: Value, b: Value, order: 'asc' | 'desc'): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  const compared = a < b ? -1 : a > b ? 1 : 0
  return order === 'asc' ? compared : -compared
}

function byAddress(a: Listed, b: Listed): number {
  return a.row.address < b.row.address ? -1 : 1
}
