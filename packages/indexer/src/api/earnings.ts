import { percOf, percOfFraction, preciseDivisor } from '@millrace/common/staking'
import type { Hex } from '@millrace/crypto'
import type { PoolRow, StakeChangeRow } from '../ledger/ledger.ts'

const perMillion = 1_000_000n

/** What a delegator earned in one round, and why. */
export interface RoundEarnings {
  readonly round: number
  readonly delegate: Hex
  /** Stake at the round's start. */
  readonly stakeWei: bigint
  readonly rewardsWei: bigint
  readonly feesWei: bigint
  /** What a reward call that never came would have brought this delegator. */
  readonly missedWei: bigint
}

/** What was earned in all since the last change, as the contract would pay it now. */
export interface PendingEarnings {
  readonly rewardsWei: bigint
  readonly feesWei: bigint
}

/** A time in which neither stake nor delegate changed. */
interface Position {
  readonly delegate: Hex
  readonly bondedWei: bigint
  /** Its earnings begin after this round. */
  readonly fromRound: number
  readonly fromBlock: number
  /** And end with this one. */
  readonly toRound: number
  readonly earned: PendingEarnings
}

/**
 * Earnings by round, in order. Their sums are to the wei what was claimed and what is pending: each round's part follows
 * from the factors of LIP-36 (docs/contracts/formulas.md), and the last round of a position gets what is left, since what
 * comes after a claim in the same round is not of it.
 */
export function earningsByRound(
  delegator: Hex,
  {
    changes,
    pools,
    pending,
    currentRound,
  }: {
    /** Of the delegator, in order. */
    readonly changes: readonly StakeChangeRow[]
    /** Of all its delegates. */
    readonly pools: readonly PoolRow[]
    readonly pending: PendingEarnings
    readonly currentRound: number
  },
): readonly RoundEarnings[] {
  const byDelegate = Map.groupBy(pools, ({ orchestrator }) => orchestrator)
  return positionsOf(changes, { pending, currentRound }).flatMap((position) => {
    const own = (byDelegate.get(position.delegate) ?? []).toSorted((a, b) => a.round - b.round)
    return earningsOf(position, own, position.delegate === delegator)
  })
}

function positionsOf(
  changes: readonly StakeChangeRow[],
  { pending, currentRound }: { readonly pending: PendingEarnings; readonly currentRound: number },
): readonly Position[] {
  const positions: Position[] = []
  for (const [index, { delegate, bondedWei, claimRound, blockNumber }] of changes.entries()) {
    const next = changes[index + 1]
    if (delegate === null || bondedWei === 0n || next?.claimRound === claimRound) continue
    const base = { delegate, bondedWei, fromRound: claimRound, fromBlock: blockNumber }
    if (!next) positions.push({ ...base, toRound: currentRound, earned: pending })
    else if (next.kind === 'claim')
      positions.push({
        ...base,
        toRound: next.claimRound,
        earned: { rewardsWei: next.amountWei, feesWei: next.feesWei },
      })
  }
  return positions
}

function earningsOf(
  { delegate, bondedWei, fromRound, fromBlock, toRound, earned }: Position,
  pools: readonly PoolRow[],
  isOwn: boolean,
): readonly RoundEarnings[] {
  const start = orOne(pools.find(({ round }) => round === fromRound)?.rewardFactor)
  const rounds: RoundEarnings[] = []
  let [rewardsLeft, feesLeft] = [earned.rewardsWei, earned.feesWei]
  // An orchestrator's own part does not grow by the factor: the contract adds it to what the factor makes of the bond.
  let [grownWei, ownWei] = [bondedWei, 0n]
  let feeFactor = pools.find(({ round }) => round === fromRound)?.feeFactor ?? 0n
  for (const pool of pools) {
    if (pool.round < fromRound || pool.round > toRound) continue
    const isFirst = pool.round === fromRound
    // Of the round of the claim only an orchestrator's own part can still come.
    const ownRewards = isOwn && (!isFirst || (pool.rewardBlock ?? 0) > fromBlock) ? pool.ownRewardsWei : 0n
    const ownFees = isOwn && !isFirst ? pool.ownFeesWei : 0n
    const stakeWei = grownWei + ownWei
    const grown = isFirst ? grownWei : (grow(bondedWei, pool.rewardFactor, start) ?? grownWei)
    const fees =
      isFirst || pool.feeFactor === 0n ? 0n : fraction(bondedWei, pool.feeFactor - feeFactor, start)
    const rewardsWei = pool.round === toRound ? rewardsLeft : grown - grownWei + ownRewards
    const feesWei = pool.round === toRound ? feesLeft : fees + ownFees
    rewardsLeft -= rewardsWei
    feesLeft -= feesWei
    rounds.push({
      round: pool.round,
      delegate,
      stakeWei,
      rewardsWei,
      feesWei,
      missedWei: missedOf(pool, stakeWei),
    })
    grownWei = grown
    ownWei += ownRewards
    if (pool.feeFactor !== 0n) feeFactor = pool.feeFactor
  }
  // A delegate that was not active in the last round has no pool for it.
  if (rewardsLeft !== 0n || feesLeft !== 0n)
    rounds.push({
      round: toRound,
      delegate,
      stakeWei: grownWei + ownWei,
      rewardsWei: rewardsLeft,
      feesWei: feesLeft,
      missedWei: 0n,
    })
  return rounds.filter(
    ({ round, rewardsWei, feesWei }) => round > fromRound || rewardsWei > 0n || feesWei > 0n,
  )
}

function grow(bondedWei: bigint, factor: bigint, start: bigint): bigint | undefined {
  return factor === 0n ? undefined : fraction(bondedWei, factor, start)
}

/** The delegator's part of a reward that nobody called for. */
function missedOf({ missedRewardsWei, activeStakeWei, rewardCut }: PoolRow, stakeWei: bigint): bigint {
  if (!missedRewardsWei || !activeStakeWei) return 0n
  const delegatorsWei = missedRewardsWei - percOf(missedRewardsWei, BigInt(rewardCut), perMillion)
  return (delegatorsWei * stakeWei) / activeStakeWei
}

function fraction(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  return percOfFraction(amount, { numerator, denominator }, preciseDivisor)
}

function orOne(factor = 0n): bigint {
  return factor === 0n ? preciseDivisor : factor
}
