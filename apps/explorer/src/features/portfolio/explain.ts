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
  /** Rewards by stake; undefined without stake, and while they may still come. */
  readonly yield: number | undefined
  readonly reasons: readonly Reason[]
}

/** What the rounds were like in which an account earned. */
export interface RoundFacts {
  readonly pools: readonly PoolOfRound[]
  readonly rounds: readonly NetworkRound[]
}

/** A change of all stake or of inflation by less moves no yield that anybody would notice. */
const leastPercent = 1
/** Fees are told of when they are so many times more or fewer. */
const manyTimes = 2n

/** Rounds in the order given, the youngest first, each with what was different in the one before it. */
export function explain(earned: readonly EarnedRound[], facts: RoundFacts): readonly ExplainedRound[] {
  const compare = comparer(facts)
  return earned.map((now, index) => {
    const before = earned[index + 1]
    return {
      ...now,
      yield: yieldOf(now),
      reasons: [...missed(now), ...compare(before, now), ...feeReasons(before, now)],
    }
  })
}

/** How the yield of an account changed over a longer time, and what was different. */
export interface YieldChange {
  readonly from: { readonly round: number; readonly yield: number }
  readonly to: { readonly round: number; readonly yield: number }
  readonly reasons: readonly Reason[]
}

/** Compares the last round that paid with the first one of the last so many; undefined when there are no two. */
export function changeOver(
  earned: readonly EarnedRound[],
  facts: RoundFacts,
  mostRounds: number,
): YieldChange | undefined {
  const paid = earned.slice(0, mostRounds).flatMap((round) => {
    const rate = yieldOf(round)
    return rate ? [{ ...round, yield: rate }] : []
  })
  const [to, from] = [paid[0], paid.at(-1)]
  if (!to || !from || to === from) return undefined
  return { from, to, reasons: comparer(facts)(from, to) }
}

/** Whether it makes a yield rise or fall; undefined where either may be. Fees are no part of a yield. */
export function pushOf(reason: Reason): 'up' | 'down' | 'none' | undefined {
  switch (reason.kind) {
    case 'missed-call':
      return 'down'
    case 'reward-cut':
      return reason.after > reason.before ? 'down' : 'up'
    case 'all-stake':
      return reason.percent > 0 ? 'down' : 'up'
    case 'inflation':
      return reason.after > reason.before ? 'up' : 'down'
    case 'fees':
    case 'fee-share':
      return 'none'
    case 'moved':
      return undefined
  }
}

function yieldOf({ rewardsWei, stakeWei, missedWei }: EarnedRound): number | undefined {
  // The reward of a round that is not over may still be called.
  if (stakeWei === 0n || (rewardsWei === 0n && missedWei === 0n)) return undefined
  return ratio(rewardsWei, stakeWei)
}

function missed({ missedWei }: EarnedRound): readonly Reason[] {
  return missedWei > 0n ? [{ kind: 'missed-call', lostWei: missedWei }] : []
}

function comparer({ pools, rounds }: RoundFacts) {
  const poolOf = new Map(pools.map((pool) => [`${pool.orchestrator} ${pool.round}`, pool]))
  const networkOf = new Map(rounds.map((round) => [round.round, round]))
  const pool = (one: EarnedRound) => poolOf.get(`${one.delegate} ${one.round}`)
  return (before: EarnedRound | undefined, now: EarnedRound): readonly Reason[] =>
    before === undefined
      ? []
      : [
          ...(before.delegate === now.delegate ? [] : [{ kind: 'moved' } as const]),
          ...cutReasons(pool(before), pool(now)),
          ...networkReasons(networkOf.get(before.round), networkOf.get(now.round)),
        ]
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
  const [old, fresh] = [before.inflationPpb, now.inflationPpb]
  if (old !== fresh && (old === 0n || Math.abs(ratio(fresh - old, old)) * 100 >= leastPercent))
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
