/** What charts are by. */
export type Period = 'day' | 'week' | 'round'

/** Sums of a day, a week or a round, and what stood at its end. Amounts in wei. */
export interface PeriodFacts {
  /** Beginning of a day or week in ms since the Unix epoch, UTC; the number of a round. */
  readonly at: number
  readonly feesWei: bigint
  readonly rewardsWei: bigint
  readonly activeStakeWei: bigint
  readonly supplyWei: bigint
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
