import type { PeriodFacts } from './periods.ts'

const dayMs = 86_400_000
/** 1970-01-05, day 4, was a Monday. */
const firstMonday = 4

/** Days without a gap up to the one of `nowMs`: where nothing happened, nothing was paid and all stood as before. */
export function fillDays(days: readonly PeriodFacts[], nowMs: number): readonly PeriodFacts[] {
  const known = new Map(days.map((facts) => [facts.at, facts]))
  const first = days[0]?.at
  if (first === undefined) return []
  const filled: PeriodFacts[] = []
  for (let at = first; at <= nowMs; at += dayMs) {
    const before = filled.at(-1)
    const facts = known.get(at) ?? (before && { ...before, at, feesWei: 0n, rewardsWei: 0n })
    if (facts) filled.push(facts)
  }
  return filled
}

/** Weeks from Monday in UTC: the sums of their days, and what stood at the end of the last one. */
export function weeksOf(days: readonly PeriodFacts[]): readonly PeriodFacts[] {
  const weeks = Map.groupBy(days, ({ at }) => weekOf(at))
  return [...weeks].map(([at, own]) => ({ ...own.reduce(add), at }))
}

function weekOf(at: number): number {
  const day = Math.floor(at / dayMs)
  return (day - ((day - firstMonday) % 7)) * dayMs
}

function add(sum: PeriodFacts, day: PeriodFacts): PeriodFacts {
  return { ...day, feesWei: sum.feesWei + day.feesWei, rewardsWei: sum.rewardsWei + day.rewardsWei }
}
