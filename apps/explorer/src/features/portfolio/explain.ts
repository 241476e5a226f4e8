/** What an account earned in a round, as the indexer tells. */
export interface EarnedRound {
  readonly round: number
  readonly delegate: string
  readonly stakeWei: bigint
  readonly rewardsWei: bigint
  readonly feesWei: bigint
  readonly missedWei: bigint
}

/** What an orchestrator had in a round: cuts in parts per million. */
export interface PoolOfRound {
  readonly round: number
  readonly orchestrator: string
  readonly rewardCut: number
  readonly feeShare: number
}

/** What the network had in a round. Inflation in parts per billion a round. */
export interface NetworkRound {
  readonly round: number
  readonly inflationPpb: bigint
  readonly totalActiveStakeWei: bigint
}

/** Why a round brought another yield than the one before it. */
export type Reason =
  | { readonly kind: 'missed-call'; readonly lostWei: bigint }
  | { readonly kind: 'reward-cut'; readonly before: number; readonly after: number }
  | { readonly kind: 'fee-share'; readonly before: number; readonly after: number }
  | { readonly kind: 'moved' }
  /** Of all stake in the active set, in percent. */
  | { readonly kind: 'all-stake'; readonly percent: number }
  | { readonly kind: 'inflation'; readonly before: bigint; readonly after: bigint }
  | { readonly kind: 'fees'; readonly isMore: boolean }

export interface ExplainedRound extends EarnedRound {
  /** Rewards by stake; undefined without stake. */
  readonly yield: number | undefined
  readonly reasons: readonly Reason[]
}

/** A change of all stake by less moves no yield that anybody would notice. */
const leastPercent = 1
/** Fees are told of when they are so many times more or fewer. */
const manyTimes = 2n

/** Rounds in the order given, the youngest first, each with what was different in the one before it. */
export function explain(
  earned: readonly EarnedRound[],
  pools: readonly PoolOfRound[],
  rounds: readonly NetworkRound[],
): readonly ExplainedRound[] {
  const poolOf = new Map(pools.map((pool) => [`${pool.orchestrator} ${pool.round}`, pool]))
  const networkOf = new Map(rounds.map((round) => [round.round, round]))
  return earned.map((now, index) => {
    const before = earned[index + 1]
    const pool = (one: EarnedRound | undefined) => one && poolOf.get(`${one.delegate} ${one.round}`)
    return {
      ...now,
      yield: now.stakeWei === 0n ? undefined : ratio(now.rewardsWei, now.stakeWei),
      reasons: [
        ...(now.missedWei > 0n ? [{ kind: 'missed-call', lostWei: now.missedWei } as const] : []),
        ...(before && before.delegate !== now.delegate ? [{ kind: 'moved' } as const] : []),
        ...cutReasons(pool(before), pool(now)),
        ...networkReasons(before && networkOf.get(before.round), networkOf.get(now.round)),
        ...feeReasons(before, now),
      ],
    }
  })
}

function cutReasons(before: PoolOfRound | undefined, now: PoolOfRound | undefined): readonly Reason[] {
  if (!before || !now) return []
  const reasons: Reason[] = []
  if (before.rewardCut !== now.rewardCut)
    reasons.push({ kind: 'reward-cut', before: before.rewardCut, after: now.rewardCut })
  if (before.feeShare !== now.feeShare)
    reasons.push({ kind: 'fee-share', before: before.feeShare, after: now.feeShare })
  return reasons
}

function networkReasons(before: NetworkRound | undefined, now: NetworkRound | undefined): readonly Reason[] {
  if (!before || !now) return []
  const reasons: Reason[] = []
  const all = before.totalActiveStakeWei
  const percent = all === 0n ? 0 : ratio(now.totalActiveStakeWei - all, all) * 100
  if (Math.abs(percent) >= leastPercent) reasons.push({ kind: 'all-stake', percent })
  if (before.inflationPpb !== now.inflationPpb)
    reasons.push({ kind: 'inflation', before: before.inflationPpb, after: now.inflationPpb })
  return reasons
}

function feeReasons(before: EarnedRound | undefined, now: EarnedRound): readonly Reason[] {
  if (!before || before.feesWei === now.feesWei) return []
  if (now.feesWei > before.feesWei * manyTimes) return [{ kind: 'fees', isMore: true }]
  return now.feesWei * manyTimes < before.feesWei ? [{ kind: 'fees', isMore: false }] : []
}

const million = 1_000_000n

function ratio(part: bigint, whole: bigint): number {
  return Number((part * million * million) / whole) / 1e12
}
