/** Rewards and fees of an orchestrator and those who delegated to it (protocol.md 1.6). */
import type { Address } from '../address.ts'
import { orOne, PPM, PRECISE, percOf, precise } from '../maths.ts'
import { require } from '../refusal.ts'
import { type Hint, increaseStake, NO_HINT, tryToJoin } from './active-set.ts'
import type { Ledger } from './ledger.ts'
import { checkpoint, requireRunning, type Staking, workingRound } from './staking.ts'

/** Sets an orchestrator's cuts at once, and tries to enter the pool. */
export function setCuts(
  staking: Staking,
  caller: Address,
  { rewardCut, feeShare, hint }: { rewardCut: bigint; feeShare: bigint; hint: Hint },
): void {
  const { ledger, rounds } = staking
  requireRunning(staking)
  const round = workingRound(staking)
  require(!rounds.isLocked, 'CurrentRoundLocked')
  require(rewardCut <= PPM, 'InvalidRewardCut')
  require(feeShare <= PPM, 'InvalidFeeShare')
  require(ledger.isRegistered(caller), 'TranscoderNotRegistered')
  const hasRewarded = ledger.orchestrators.get(caller).lastRewardRound === round
  require(!ledger.isActive(caller, round) || hasRewarded, 'ActiveTranscoderMustCallReward')
  ledger.orchestrators.set(caller, { rewardCut, feeShare })
  if (!ledger.state.get().pool.includes(caller)) tryToJoin(ledger, { orchestrator: caller, round, hint })
}

export function setRewardCaller(
  { ledger, controller }: Staking,
  caller: Address,
  rewardCaller: Address,
): void {
  controller.requireRunning()
  ledger.orchestrators.set(caller, { rewardCaller })
}

/** Reward by the account that an orchestrator set for it (LIP-118). */
export function rewardFor(
  staking: Staking,
  caller: Address,
  { orchestrator, hint }: { orchestrator: Address; hint: Hint },
): void {
  require(staking.ledger.orchestrators.get(orchestrator).rewardCaller === caller, 'CallerNotRewardCaller')
  reward(staking, orchestrator, hint)
}

/** Mints the reward of an orchestrator and its delegators, once a round. */
export function reward(staking: Staking, orchestrator: Address, hint: Hint = NO_HINT): void {
  const { ledger, minter, token, treasury } = staking
  requireRunning(staking)
  const round = workingRound(staking)
  require(ledger.isActive(orchestrator, round), 'TranscoderNotActive')
  require(ledger.orchestrators.get(orchestrator).lastRewardRound !== round, 'RewardAlreadyCalled')
  fixTerms(ledger, orchestrator, round)
  endTreasuryCutAtCeiling(staking)
  const { treasuryCut, currentTotal } = ledger.state.get()
  const { totalStake } = ledger.poolOf(orchestrator, round)
  const minted = minter.createReward(totalStake, currentTotal)
  const forTreasury = percOf(minted, treasuryCut, PRECISE)
  token.transfer(minter.address, treasury, forTreasury)
  const amount = minted - forTreasury
  shareReward(ledger, { orchestrator, round, amount })
  increaseStake(ledger, { orchestrator, amount, round, hint })
  ledger.orchestrators.set(orchestrator, { lastRewardRound: round })
  checkpoint(staking, orchestrator)
}

/** The terms of the round are those at its first reward or fee. */
function fixTerms(ledger: Ledger, orchestrator: Address, round: bigint): void {
  const { rewardCut, feeShare, lastActiveStakeUpdateRound } = ledger.orchestrators.get(orchestrator)
  ledger.setPool(orchestrator, round, { rewardCut, feeShare })
  if (lastActiveStakeUpdateRound < round) {
    const { totalStake } = ledger.poolOf(orchestrator, lastActiveStakeUpdateRound)
    ledger.setPool(orchestrator, round, { totalStake })
  }
}

function endTreasuryCutAtCeiling({ ledger, token, treasury }: Staking): void {
  const { treasuryCeiling, nextTreasuryCut } = ledger.state.get()
  const isFull = treasuryCeiling > 0n && token.balanceOf(treasury) >= treasuryCeiling
  if (isFull && nextTreasuryCut > 0n) ledger.state.set({ nextTreasuryCut: 0n })
}

interface Income {
  readonly orchestrator: Address
  readonly round: bigint
  readonly amount: bigint
}

function shareReward(ledger: Ledger, { orchestrator, round, amount }: Income): void {
  const { cumulativeRewards, lastRewardRound } = ledger.orchestrators.get(orchestrator)
  const { totalStake, rewardCut } = ledger.poolOf(orchestrator, round)
  require(cumulativeRewards <= totalStake, 'Panic')
  const commission = percOf(amount, rewardCut, PPM)
  const forDelegators = amount - commission
  const own = precise(forDelegators, cumulativeRewards, totalStake) + commission
  ledger.orchestrators.set(orchestrator, {
    activeCumulativeRewards: cumulativeRewards,
    cumulativeRewards: cumulativeRewards + own,
  })
  const last = orOne(ledger.poolOf(orchestrator, lastRewardRound).rewardFactor)
  ledger.setPool(orchestrator, round, { rewardFactor: last + precise(last, forDelegators, totalStake) })
}

/** Books fees that a ticket paid. */
export function addFees(staking: Staking, { orchestrator, amount }: Omit<Income, 'round'>): void {
  const { ledger } = staking
  const round = workingRound(staking)
  require(ledger.isActive(orchestrator, round), 'TranscoderNotActive')
  const { lastRewardRound, cumulativeRewards, activeCumulativeRewards, cumulativeFees } =
    ledger.orchestrators.get(orchestrator)
  const isBeforeReward = round > lastRewardRound
  if (isBeforeReward) fixTerms(ledger, orchestrator, round)
  const activeRewards = isBeforeReward ? cumulativeRewards : activeCumulativeRewards
  const { totalStake, feeShare, feeFactor } = ledger.poolOf(orchestrator, round)
  require(activeRewards <= totalStake, 'Panic')
  const previous = previousFactors(staking, orchestrator, round)
  const forDelegators = percOf(amount, feeShare, PPM)
  const commission = amount - forDelegators
  ledger.orchestrators.set(orchestrator, {
    cumulativeFees: cumulativeFees + precise(forDelegators, activeRewards, totalStake) + commission,
    lastFeeRound: round,
  })
  ledger.setPool(orchestrator, round, {
    feeFactor:
      (feeFactor || previous.feeFactor) + precise(orOne(previous.rewardFactor), forDelegators, totalStake),
  })
}

/** Factors before the round's reward, by which its fees count. */
function previousFactors(
  staking: Staking,
  orchestrator: Address,
  round: bigint,
): { rewardFactor: bigint; feeFactor: bigint } {
  const { ledger } = staking
  const { lastRewardRound, lastFeeRound } = ledger.orchestrators.get(orchestrator)
  const earlier = (last: bigint) => (last < round - 1n ? last : round - 1n)
  const { rewardFactor } = ledger.poolOf(orchestrator, earlier(lastRewardRound))
  const { feeFactor } = ledger.poolOf(orchestrator, earlier(lastFeeRound))
  if (rewardFactor > 0n || lastRewardRound !== round) return { rewardFactor, feeFactor }
  return { rewardFactor: factorBeforeReward(staking, orchestrator, round), feeFactor }
}

/** Reckons the round's reward back out of its factor, where the round before has none (1.12: by mintable tokens alone). */
function factorBeforeReward({ ledger, minter }: Staking, orchestrator: Address, round: bigint): bigint {
  const { treasuryCut, currentTotal } = ledger.state.get()
  const { totalStake, rewardCut, rewardFactor } = ledger.poolOf(orchestrator, round)
  const minted = precise(minter.state.mintable, totalStake, currentTotal)
  const amount = minted - percOf(minted, treasuryCut, PRECISE)
  const forDelegators = amount - percOf(amount, rewardCut, PPM)
  return precise(rewardFactor, totalStake, forDelegators + totalStake)
}
