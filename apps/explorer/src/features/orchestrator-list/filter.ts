import { weiPerPixel } from '../../format/amounts.ts'
import type { Listed } from './listed.ts'
import type { ListSearch } from './search.ts'

const perMillion = 1_000_000
const weiPerEther = 1e18

/** Whether the search asks for this one. The reader's own delegate is there whatever its state. */
export function isWanted(listed: Listed, search: ListSearch): boolean {
  return (
    isInState(listed, search.state ?? 'set') &&
    isNamed(listed, search.q) &&
    isWithin(listed, search) &&
    (search.region === undefined || listed.seen?.region === search.region) &&
    (search.new === undefined || listed.isNew === (search.new === 'only'))
  )
}

function isInState({ election, isOwn }: Listed, state: NonNullable<ListSearch['state']>): boolean {
  if (state === 'all' || isOwn) return true
  if (state === 'set') return election === 'elected' || election === 'entering' || election === 'leaving'
  return election === (state === 'active' ? 'elected' : state)
}

function isNamed({ row, name, seen }: Listed, words: string | undefined): boolean {
  const wanted = words?.trim().toLowerCase() ?? ''
  return [name, row.address, row.serviceUri, seen?.region].some((text) =>
    text?.toLowerCase().includes(wanted),
  )
}

/** Bounds leave out what is not known: it may be beyond them. */
function isWithin({ row, ownShare, price, score, total }: Listed, search: ListSearch): boolean {
  const calls = row.rewardCallRatio ?? undefined
  return (
    isAtMost(row.rewardCut / perMillion, search.rewardCut, 100) &&
    isAtMost(1 - row.feeShare / perMillion, search.feeCut, 100) &&
    isAtMost(price && weiPerPixel(price), search.price, 1) &&
    isAtLeast(calls, search.calls, 100) &&
    isAtLeast(ownShare, search.own, 100) &&
    isAtLeast(total, search.yield, 100) &&
    isAtLeast(score, search.score, 1) &&
    isAtLeast(Number(row.fees90DaysWei) / weiPerEther, search.fees, 1)
  )
}

function isAtMost(value: number | undefined, bound: number | undefined, unit: number): boolean {
  return bound === undefined || (value !== undefined && value * unit <= bound + tolerance)
}

function isAtLeast(value: number | undefined, bound: number | undefined, unit: number): boolean {
  return bound === undefined || (value !== undefined && value * unit >= bound - tolerance)
}

/** A bound of 29 lets 0.29 pass, which a hundred times is a little more. */
const tolerance = 1e-9
