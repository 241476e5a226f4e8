import { isFirstSetting } from '../../yield/first-setting.ts'

/** A change of an orchestrator's cuts; in parts per million, times in ms since the Unix epoch. */
export interface CutChange {
  readonly time: number
  readonly rewardCut: number
  readonly feeShare: number
  readonly previousRewardCut: number
  readonly previousFeeShare: number
}

export interface CutSpike {
  /** When the reward cut was at its highest. */
  readonly time: number
  readonly from: number
  readonly to: number
}

const dayMs = 86_400_000
/** A reward cut that rises by so much within so long is one that delegators should know of, for so long. */
const leastRise = 500_000
const withinMs = 7 * dayMs
const tellForMs = 180 * dayMs

/** The largest rise of a reward cut within a week of the last half year, if it is one to warn of. Changes in any order. */
export function cutSpikeOf(changes: readonly CutChange[], nowMs: number): CutSpike | undefined {
  const told = changes
    .filter((change) => change.time > nowMs - tellForMs - withinMs && !isFirstSetting(change))
    .toSorted((a, b) => a.time - b.time)
  const rises = told
    .filter(({ time }) => time > nowMs - tellForMs)
    .map(({ time, rewardCut }) => {
      const before = told.filter((other) => other.time <= time && other.time > time - withinMs)
      const from = before.reduce(
        (least, { previousRewardCut }) => Math.min(least, previousRewardCut),
        rewardCut,
      )
      return { time, from, to: rewardCut }
    })
    .filter(({ from, to }) => to - from >= leastRise)
  return rises.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0]
}
