import { percOf, percOfFraction, preciseDivisor } from '@millrace/common/staking'
import type { Hex } from '@millrace/crypto'
import type { Ledger, OrchestratorRow, PoolRow } from '../ledger/ledger.ts'
import { changeOrchestrator, changePool, orchestratorOf, poolOf } from './rows.ts'
import { protocolOf } from './scope.ts'

const perMillion = 1_000_000n

/** An orchestrator in one round. */
interface InRound {
  readonly account: Hex
  readonly round: number
}

/** `amount · n / d` in parts of 10²⁷, as the contracts floor it. */
function fraction(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  return percOfFraction(amount, { numerator, denominator }, preciseDivisor)
}

const orOne = (rewardFactor: bigint) => (rewardFactor === 0n ? preciseDivisor : rewardFactor)

/** Stake that counts in a round: as fixed in it, else as last changed before. */
export function stakeInRound(ledger: Ledger, { account, round }: InRound): bigint {
  const { lastActiveStakeUpdateRound } = orchestratorOf(ledger, account)
  return poolOf(ledger, account, Math.min(lastActiveStakeUpdateRound, round)).stakeWei
}

/** Fixes an orchestrator's cuts and stake for a round (contracts/src/libraries/Earnings.sol, `openRound`). */
function openRound(ledger: Ledger, { account, round }: InRound): PoolRow {
  const { rewardCut, feeShare, lastActiveStakeUpdateRound } = orchestratorOf(ledger, account)
  const stake =
    lastActiveStakeUpdateRound < round
      ? { stakeWei: poolOf(ledger, account, lastActiveStakeUpdateRound).stakeWei }
      : {}
  return changePool(ledger, { orchestrator: account, round }, { rewardCut, feeShare, ...stake })
}

/** Books a round's rewards for an orchestrator and its delegators (LIP-36). */
export function addRewards(
  ledger: Ledger,
  inRound: InRound,
  { rewardsWei, rewardBlock }: { readonly rewardsWei: bigint; readonly rewardBlock: number },
): void {
  const { account, round } = inRound
  const pool = openRound(ledger, inRound)
  const orchestrator = orchestratorOf(ledger, account)
  const active = orchestrator.cumulativeRewardsWei
  const commissionWei = percOf(rewardsWei, BigInt(pool.rewardCut), perMillion)
  const delegatorsWei = rewardsWei - commissionWei
  const ownRewardsWei = fraction(delegatorsWei, active, pool.stakeWei) + commissionWei
  const previous = orOne(poolOf(ledger, account, orchestrator.lastRewardRound).rewardFactor)
  const rewardFactor = previous + fraction(previous, delegatorsWei, pool.stakeWei)
  changePool(
    ledger,
    { orchestrator: account, round },
    { rewardFactor, rewardsWei, ownRewardsWei, rewardBlock },
  )
  changeOrchestrator(ledger, account, {
    activeCumulativeRewardsWei: active,
    cumulativeRewardsWei: active + ownRewardsWei,
    lastRewardRound: round,
    rewardFactor,
    rewardsWei: orchestrator.rewardsWei + rewardsWei,
  })
}

/** Books fees for an orchestrator and its delegators. */
export function addFees(ledger: Ledger, inRound: InRound, feesWei: bigint): void {
  const { account, round } = inRound
  const orchestrator = orchestratorOf(ledger, account)
  const beforeReward = round > orchestrator.lastRewardRound
  const active = beforeReward ? orchestrator.cumulativeRewardsWei : orchestrator.activeCumulativeRewardsWei
  const pool = beforeReward ? openRound(ledger, inRound) : poolOf(ledger, account, round)
  const rewardFactor = rewardFactorForFees(ledger, { orchestrator, pool, round })
  const delegatorsWei = percOf(feesWei, BigInt(pool.feeShare), perMillion)
  const ownFeesWei = fraction(delegatorsWei, active, pool.stakeWei) + feesWei - delegatorsWei
  const known =
    pool.feeFactor === 0n ? latestFeeFactor(ledger, { account, round: round - 1 }) : pool.feeFactor
  const feeFactor = known + fraction(orOne(rewardFactor), delegatorsWei, pool.stakeWei)
  changePool(
    ledger,
    { orchestrator: account, round },
    {
      feeFactor,
      feesWei: pool.feesWei + feesWei,
      ownFeesWei: pool.ownFeesWei + ownFeesWei,
      feesBeforeWei: pool.feesWei === 0n ? orchestrator.feesWei : pool.feesBeforeWei,
    },
  )
  changeOrchestrator(ledger, account, {
    cumulativeFeesWei: orchestrator.cumulativeFeesWei + ownFeesWei,
    lastFeeRound: round,
    feeFactor,
    feesWei: orchestrator.feesWei + feesWei,
  })
}

/** Gives a round the factors known so far, so that stake which begins in it has a start. */
export function initializeFactors(ledger: Ledger, { account, round }: InRound): void {
  const { rewardFactor, feeFactor } = poolOf(ledger, account, round)
  const reward = rewardFactor === 0n ? latestRewardFactor(ledger, { account, round }) : rewardFactor
  const fee = feeFactor === 0n ? latestFeeFactor(ledger, { account, round }) : feeFactor
  if (reward === rewardFactor && fee === feeFactor) return
  changePool(ledger, { orchestrator: account, round }, { rewardFactor: reward, feeFactor: fee })
}

/** Fees are shared by stake as it was before the round's reward; where no factor tells it, it is computed back. */
function rewardFactorForFees(
  ledger: Ledger,
  { orchestrator, pool, round }: { orchestrator: OrchestratorRow; pool: PoolRow; round: number },
): bigint {
  const before = latestRewardFactor(ledger, { account: orchestrator.address, round: round - 1 })
  if (before !== 0n || orchestrator.lastRewardRound !== round) return before
  const { mintableWei, totalActiveStakeWei } = protocolOf(ledger)
  const minted = fraction(mintableWei, pool.stakeWei, totalActiveStakeWei)
  const rewardsWei = minted - percOf(minted, treasuryCutRate(ledger), preciseDivisor)
  const delegatorsWei = rewardsWei - percOf(rewardsWei, BigInt(pool.rewardCut), perMillion)
  return fraction(pool.rewardFactor, pool.stakeWei, delegatorsWei + pool.stakeWei)
}

/** Parts of 10²⁷ of rewards that the treasury gets, where there is one. */
export function treasuryCutRate({ tables }: Ledger): bigint {
  const hasTreasury = [...tables.contract.values()].some(({ name }) => name === 'treasury')
  if (!hasTreasury) return 0n
  return tables.parameter.get('bondingManager.treasuryRewardCutRate')?.value ?? 0n
}

function latestRewardFactor(ledger: Ledger, { account, round }: InRound): bigint {
  const { rewardFactor } = poolOf(ledger, account, round)
  const { lastRewardRound } = orchestratorOf(ledger, account)
  if (rewardFactor !== 0n || lastRewardRound >= round) return rewardFactor
  return poolOf(ledger, account, lastRewardRound).rewardFactor
}

function latestFeeFactor(ledger: Ledger, { account, round }: InRound): bigint {
  const { feeFactor } = poolOf(ledger, account, round)
  const { lastFeeRound } = orchestratorOf(ledger, account)
  if (feeFactor !== 0n || lastFeeRound >= round) return feeFactor
  return poolOf(ledger, account, lastFeeRound).feeFactor
}
