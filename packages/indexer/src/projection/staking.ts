import type { bondingManagerAbi } from '@millrace/abi'
import { zeroAddress } from '@millrace/crypto'
import { applyPoolChanges, decreaseStake, increaseStake, type PoolChange } from './active-set.ts'
import { addRewards, initializeFactors } from './earnings.ts'
import type { EventArgs, Handlers } from './handlers.ts'
import { changeOrchestrator, delegatorOf, isActive, orchestratorOf } from './rows.ts'
import { changeDay, changeOrchestratorDay, changeProtocol, changeRound, happen, type Scope } from './scope.ts'
import { onBond, onRebond, onTransferBond, onUnbond } from './stake-moves.ts'
import { changeDelegator, closeLock, recordChange } from './stake-records.ts'

type Args<Name extends keyof Handlers<typeof bondingManagerAbi>> = EventArgs<typeof bondingManagerAbi, Name>

/**
 * Handlers of the BondingManager's events: together they do to the ledger what its functions do to its storage.
 * Entries to the pool and exits from it are told before the stake change that causes them, and wait for it.
 */
export function stakingHandlers(): Handlers<typeof bondingManagerAbi> {
  const waiting: PoolChange[] = []
  const takePoolChanges = () => waiting.splice(0)
  return {
    TranscoderActivated: (scope, { transcoder, activationRound }) => {
      const round = Number(activationRound)
      waiting.push({ kind: 'activated', account: transcoder, round, time: scope.at.time })
      happen(scope, 'orchestrator-activated', { subject: transcoder, fromRound: Number(activationRound) })
    },
    TranscoderDeactivated: (scope, { transcoder, deactivationRound }) => {
      const round = Number(deactivationRound)
      waiting.push({ kind: 'deactivated', account: transcoder, round, time: scope.at.time })
      happen(scope, 'orchestrator-deactivated', { subject: transcoder, fromRound: Number(deactivationRound) })
    },
    EarningsClaimed: onClaim,
    Bond: (scope, args) => onBond(scope, args, takePoolChanges()),
    Unbond: (scope, args) => {
      applyPoolChanges(scope.ledger, takePoolChanges())
      onUnbond(scope, args)
    },
    Rebond: (scope, args) => onRebond(scope, args, takePoolChanges()),
    TransferBond: onTransferBond,
    Reward: (scope, args) => onReward(scope, args, takePoolChanges()),
    TreasuryReward: (scope, { amount }) =>
      changeRound(scope, (row) => ({ treasuryRewardsWei: row.treasuryRewardsWei + amount })),
    TranscoderUpdate: (scope, args) => {
      applyPoolChanges(scope.ledger, takePoolChanges())
      onCuts(scope, args)
    },
    TranscoderSlashed: (scope, args) => {
      applyPoolChanges(scope.ledger, takePoolChanges())
      onSlash(scope, args)
    },
    WithdrawStake: onWithdrawStake,
    WithdrawFees: onWithdrawFees,
    RewardCallerSet: ({ ledger }, { transcoder, rewardCaller }) => {
      changeOrchestrator(ledger, transcoder, {
        rewardCaller: rewardCaller === zeroAddress ? null : rewardCaller,
      })
    },
  }
}

function onClaim(
  scope: Scope,
  { delegate, delegator, rewards, fees, endRound }: Args<'EarningsClaimed'>,
): void {
  const { ledger } = scope
  const row = delegatorOf(ledger, delegator)
  const lastClaimRound = Number(endRound)
  if (delegate === zeroAddress) {
    changeDelegator(scope, row, { lastClaimRound })
    return
  }
  initializeFactors(ledger, { account: delegate, round: lastClaimRound })
  if (delegate === delegator)
    changeOrchestrator(ledger, delegate, { cumulativeRewardsWei: 0n, cumulativeFeesWei: 0n })
  const claimed = changeDelegator(scope, row, {
    lastClaimRound,
    bondedWei: row.bondedWei + rewards,
    feesWei: row.feesWei + fees,
    claimedRewardsWei: row.claimedRewardsWei + rewards,
    claimedFeesWei: row.claimedFeesWei + fees,
  })
  recordChange(scope, claimed, { kind: 'claim', amountWei: rewards, feesWei: fees })
}

function onReward(
  scope: Scope,
  { transcoder, amount }: Args<'Reward'>,
  poolChanges: readonly PoolChange[],
): void {
  const { ledger, round, at } = scope
  const add = (row: { readonly rewardsWei: bigint }) => ({ rewardsWei: row.rewardsWei + amount })
  addRewards(ledger, { account: transcoder, round }, { rewardsWei: amount, rewardBlock: at.blockNumber })
  increaseStake(ledger, { account: transcoder, amountWei: amount, round }, poolChanges)
  changeProtocol(ledger, add)
  changeRound(scope, (row) => ({ rewardsWei: row.rewardsWei + amount, rewardCalls: row.rewardCalls + 1 }))
  changeDay(scope, add)
  changeOrchestratorDay(scope, transcoder, add)
  happen(scope, 'reward-called', { subject: transcoder, amountWei: String(amount) })
}

function onCuts(scope: Scope, { transcoder, rewardCut, feeShare }: Args<'TranscoderUpdate'>): void {
  const { ledger, round, at } = scope
  const previous = orchestratorOf(ledger, transcoder)
  const cuts = { rewardCut: Number(rewardCut), feeShare: Number(feeShare) }
  if (previous.rewardCut === cuts.rewardCut && previous.feeShare === cuts.feeShare) return
  const before = { previousRewardCut: previous.rewardCut, previousFeeShare: previous.feeShare }
  const { blockNumber, logIndex, time } = at
  changeOrchestrator(ledger, transcoder, { ...cuts, lastCutChangeRound: round, lastCutChangeAt: time })
  ledger.appended.cutChange.push({
    blockNumber,
    logIndex,
    time,
    orchestrator: transcoder,
    round,
    ...cuts,
    ...before,
  })
  happen(scope, 'cuts-changed', {
    subject: transcoder,
    ...cuts,
    ...before,
    isActive: isActive(previous, round),
  })
}

function onSlash(
  scope: Scope,
  { transcoder, finder, penalty, finderReward }: Args<'TranscoderSlashed'>,
): void {
  const { ledger, round } = scope
  const row = delegatorOf(ledger, transcoder)
  if (penalty === 0n && row.bondedWei === 0n) return
  const slashed = changeDelegator(scope, row, { bondedWei: row.bondedWei - penalty })
  if (row.delegate) decreaseStake(ledger, { account: row.delegate, amountWei: penalty, round })
  recordChange(scope, slashed, { kind: 'slash', amountWei: penalty, previousDelegate: row.delegate })
  happen(scope, 'orchestrator-slashed', {
    subject: transcoder,
    finder,
    penaltyWei: String(penalty),
    finderRewardWei: String(finderReward),
  })
}

function onWithdrawStake(scope: Scope, { delegator, unbondingLockId, amount }: Args<'WithdrawStake'>): void {
  const lockId = Number(unbondingLockId)
  closeLock(scope, { delegator, lockId }, 'withdrawn')
  const row = delegatorOf(scope.ledger, delegator)
  changeDelegator(scope, row, { withdrawnStakeWei: row.withdrawnStakeWei + amount })
  happen(scope, 'stake-withdrawn', { subject: delegator, amountWei: String(amount), lockId })
}

function onWithdrawFees(scope: Scope, { delegator, recipient, amount }: Args<'WithdrawFees'>): void {
  const row = delegatorOf(scope.ledger, delegator)
  changeDelegator(scope, row, {
    feesWei: row.feesWei - amount,
    withdrawnFeesWei: row.withdrawnFeesWei + amount,
  })
  happen(scope, 'fees-withdrawn', { subject: delegator, recipient, amountWei: String(amount) })
}
