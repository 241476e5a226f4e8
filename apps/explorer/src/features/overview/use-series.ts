import { useMemo } from 'react'
import type { RowOf } from '../../api/indexer.ts'
import { type Fact, useAnswer } from '../../api/use-answer.ts'
import { type Period, type PeriodFacts, type Series, weeksOf } from './periods.ts'

/** What a chart shows: three months of days, half a year of weeks, the last rounds. */
const shown: Readonly<Record<Period, number>> = { day: 90, week: 26, round: 60 }
/** Days of all weeks that are shown, and of one more that the first of them is compared with. */
const daysRead = 7 * 27

/** The network's past by day, week or round. */
export function useSeries(period: Period): Fact<Series> {
  const byRound = period === 'round'
  const days = useAnswer('/v1/days', { query: { limit: daysRead } }, { enabled: !byRound })
  const rounds = useAnswer('/v1/rounds', { query: { limit: shown.round } }, { enabled: byRound })
  const data = useMemo((): Series | undefined => {
    if (byRound) return rounds.data && { period, facts: rounds.data.items.map(factsOfRound).toReversed() }
    if (!days.data) return undefined
    const all = days.data.items.map(factsOfDay).toReversed()
    return { period, facts: (period === 'week' ? weeksOf(all) : all).slice(-shown[period]) }
  }, [period, byRound, days.data, rounds.data])
  return { ...(byRound ? rounds : days), data }
}

function factsOfDay({ time, ...row }: RowOf<'/v1/days'>): PeriodFacts {
  return { at: time, ...factsOf(row) }
}

function factsOfRound({ round, ...row }: RowOf<'/v1/rounds'>): PeriodFacts {
  return { at: round, ...factsOf(row) }
}

type Shared = Omit<RowOf<'/v1/days'>, 'day' | 'time' | 'isComplete'>

function factsOf(row: Shared): Omit<PeriodFacts, 'at'> {
  return {
    feesWei: row.feesWei,
    rewardsWei: row.rewardsWei,
    usageMinutes: row.usageMinutes,
    activeStakeWei: row.totalActiveStakeWei,
    supplyWei: row.totalSupplyWei,
    participation: row.participation,
    inflation: BigInt(row.inflation),
    delegators: row.delegators,
    orchestrators: row.activeOrchestrators,
  }
}
