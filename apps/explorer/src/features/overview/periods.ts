/** What charts are by. */
export type Period = 'day' | 'week' | 'round'

/** Sums of a day, a week or a round, and what stood at its end. Amounts in wei. */
export interface PeriodFacts {
  /** Beginning of a day or week in ms since the Unix epoch, UTC; the number of a round. */
  readonly at: number
  readonly feesWei: bigint
  readonly rewardsWei: bigint
  /** Minutes of video that the fees paid for, estimated. */
  readonly usageMinutes: number
  readonly activeStakeWei: bigint
  readonly supplyWei: bigint
  /** Active stake by supply; null without a supply. */
  readonly participation: number | null
  /** Parts per billion a round. */
  readonly inflation: bigint
  readonly delegators: number
  readonly orchestrators: number
}

/** Periods without a gap, the oldest first; the last one is not over yet. */
export interface Series {
  readonly period: Period
  readonly facts: readonly PeriodFacts[]
}

/** How much more a value is than the one before, 1 = twice as much; undefined where there was nothing. */
export function changeOf(now: number, before: number): number | undefined {
  return before === 0 ? undefined : now / before - 1
}

const dayMs = 86_400_000
/** 1970-01-05, day 4, was a Monday. */
const firstMonday = 4

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
  return {
    ...day,
    feesWei: sum.feesWei + day.feesWei,
    rewardsWei: sum.rewardsWei + day.rewardsWei,
    usageMinutes: sum.usageMinutes + day.usageMinutes,
  }
}
