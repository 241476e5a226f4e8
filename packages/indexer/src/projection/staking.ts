import type { bondingManagerAbi } from '@millrace/abi'
import { type Hex, zeroAddress } from '@millrace/crypto'
import type { DelegatorRow, StakeChangeRow } from '../ledger/ledger.ts'
import { applyPoolChanges, decreaseStake, increaseStake, type PoolChange } from './active-set.ts'
import { addRewards, initializeFactors } from './earnings.ts'
import type { EventArgs, Handlers } from './handlers.ts'
import { changeOrchestrator, delegatorOf, isActive, orchestratorOf } from './rows.ts'
import { changeDay, changeProtocol, changeRound, happen, type Scope } from './scope.ts'

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
      waiting.push({ kind: 'activated', account: transcoder, round: Number(activationRound) })
      happen(scope, 'orchestrator-activated', { subject: transcoder, fromRound: Number(activationRound) })
    },
    TranscoderDeactivated: (scope, { transcoder, deactivationRound }) => {
      waiting.push({ kind: 'deactivated', account: transcoder, round: Number(deactivationRound) })
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

function onBond(
  scope: Scope,
  { newDelegate, oldDelegate, delegator, additionalAmount, bondedAmount }: Args<'Bond'>,
  poolChanges: readonly PoolChange[],
): void {
  const { ledger, round } = scope
  const row = delegatorOf(ledger, delegator)
  const isMoved = row.bondedWei > 0n && oldDelegate !== newDelegate
  const movedWei = isMoved ? row.bondedWei : 0n
  if (isMoved) decreaseStake(ledger, { account: oldDelegate, amountWei: movedWei, round })
  initializeFactors(ledger, { account: newDelegate, round })
  const bonded = changeDelegator(scope, row, {
    delegate: newDelegate,
    bondedWei: bondedAmount,
    startRound: row.bondedWei === 0n || isMoved ? round + 1 : row.startRound,
    depositedStakeWei: row.depositedStakeWei + additionalAmount,
    firstBondRound: row.firstBondRound ?? round,
  })
  increaseStake(ledger, { account: newDelegate, amountWei: additionalAmount + movedWei, round }, poolChanges)
  const previousDelegate = isMoved ? oldDelegate : row.delegate
  if (isMoved) recordChange(scope, bonded, { kind: 'move', amountWei: movedWei, previousDelegate })
  else recordChange(scope, bonded, { kind: 'bond', amountWei: additionalAmount, previousDelegate })
  const sums = { newStakeWei: additionalAmount, movedStakeWei: movedWei, unbondedStakeWei: 0n }
  addStakeSums(scope, sums)
  happen(scope, isMoved ? 'stake-moved' : 'stake-bonded', {
    subject: delegator,
    delegate: newDelegate,
    previousDelegate: isMoved ? oldDelegate : null,
    amountWei: String(additionalAmount + movedWei),
    bondedWei: String(bondedAmount),
  })
}

function onUnbond(
  scope: Scope,
  { delegate, delegator, unbondingLockId, amount, withdrawRound }: Args<'Unbond'>,
): void {
  const { ledger, round, at } = scope
  const row = delegatorOf(ledger, delegator)
  const bondedWei = row.bondedWei - amount
  const lockId = Number(unbondingLockId)
  const left = changeDelegator(scope, row, {
    bondedWei,
    nextLockId: lockId + 1,
    ...(bondedWei === 0n ? { delegate: null, startRound: 0 } : {}),
  })
  decreaseStake(ledger, { account: delegate, amountWei: amount, round })
  ledger.tables.unbondingLock.set({
    delegator,
    lockId,
    delegate,
    amountWei: amount,
    withdrawRound: Number(withdrawRound),
    createdRound: round,
    createdBlock: at.blockNumber,
    state: 'open',
    closedBlock: null,
  })
  recordChange(scope, left, { kind: 'unbond', amountWei: amount, previousDelegate: delegate })
  addStakeSums(scope, { newStakeWei: 0n, movedStakeWei: 0n, unbondedStakeWei: amount })
  happen(scope, 'stake-unbonded', {
    subject: delegator,
    delegate,
    amountWei: String(amount),
    withdrawRound: Number(withdrawRound),
    lockId,
  })
}

/** A lock changes hands: the one given up is closed, and the receiver's is closed by the rebond that follows. */
function onTransferBond(
  scope: Scope,
  { oldDelegator, newDelegator, oldUnbondingLockId, newUnbondingLockId, amount }: Args<'TransferBond'>,
): void {
  const { ledger, round, at } = scope
  const given = ledger.tables.unbondingLock.get(oldDelegator, Number(oldUnbondingLockId))
  closeLock(scope, { delegator: oldDelegator, lockId: Number(oldUnbondingLockId) }, 'transferred')
  const lockId = Number(newUnbondingLockId)
  ledger.tables.unbondingLock.set({
    delegator: newDelegator,
    lockId,
    delegate: given?.delegate ?? newDelegator,
    amountWei: amount,
    withdrawRound: given?.withdrawRound ?? 0,
    createdRound: round,
    createdBlock: at.blockNumber,
    state: 'open',
    closedBlock: null,
  })
  changeDelegator(scope, delegatorOf(ledger, newDelegator), { nextLockId: lockId + 1 })
  const facts = { amountWei: amount, previousDelegate: given?.delegate ?? null }
  recordChange(scope, delegatorOf(ledger, oldDelegator), { kind: 'transferOut', ...facts })
  if (newDelegator !== oldDelegator)
    recordChange(scope, delegatorOf(ledger, newDelegator), { kind: 'transferIn', ...facts })
  addStakeSums(scope, { newStakeWei: 0n, movedStakeWei: amount, unbondedStakeWei: -amount })
  happen(scope, 'stake-transferred', {
    subject: oldDelegator,
    receiver: newDelegator,
    amountWei: String(amount),
  })
}

function onRebond(
  scope: Scope,
  { delegate, delegator, unbondingLockId, amount }: Args<'Rebond'>,
  poolChanges: readonly PoolChange[],
): void {
  const { ledger, round } = scope
  const row = delegatorOf(ledger, delegator)
  initializeFactors(ledger, { account: delegate, round })
  closeLock(scope, { delegator, lockId: Number(unbondingLockId) }, 'rebonded')
  const bonded = changeDelegator(scope, row, {
    delegate,
    bondedWei: row.bondedWei + amount,
    startRound: row.bondedWei === 0n ? round + 1 : row.startRound,
    firstBondRound: row.firstBondRound ?? round,
  })
  increaseStake(ledger, { account: delegate, amountWei: amount, round }, poolChanges)
  recordChange(scope, bonded, { kind: 'rebond', amountWei: amount, previousDelegate: row.delegate })
  addStakeSums(scope, { newStakeWei: 0n, movedStakeWei: 0n, unbondedStakeWei: 0n })
  happen(scope, 'stake-rebonded', {
    subject: delegator,
    delegate,
    amountWei: String(amount),
    lockId: Number(unbondingLockId),
  })
}

function onReward(
  scope: Scope,
  { transcoder, amount }: Args<'Reward'>,
  poolChanges: readonly PoolChange[],
): void {
  const { ledger, round, at } = scope
  addRewards(ledger, { account: transcoder, round }, { rewardsWei: amount, rewardBlock: at.blockNumber })
  increaseStake(ledger, { account: transcoder, amountWei: amount, round }, poolChanges)
  changeProtocol(ledger, (row) => ({ rewardsWei: row.rewardsWei + amount }))
  changeRound(scope, (row) => ({ rewardsWei: row.rewardsWei + amount, rewardCalls: row.rewardCalls + 1 }))
  changeDay(scope, (row) => ({ rewardsWei: row.rewardsWei + amount }))
  happen(scope, 'reward-called', { subject: transcoder, amountWei: String(amount) })
}

function onCuts(scope: Scope, { transcoder, rewardCut, feeShare }: Args<'TranscoderUpdate'>): void {
  const { ledger, round, at } = scope
  const previous = orchestratorOf(ledger, transcoder)
  const cuts = { rewardCut: Number(rewardCut), feeShare: Number(feeShare) }
  changeOrchestrator(ledger, transcoder, cuts)
  if (previous.rewardCut === cuts.rewardCut && previous.feeShare === cuts.feeShare) return
  const before = { previousRewardCut: previous.rewardCut, previousFeeShare: previous.feeShare }
  const { blockNumber, logIndex } = at
  ledger.appended.cutChange.push({
    blockNumber,
    logIndex,
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

/** Writes the row, and counts who is bonded, and to whom. */
function changeDelegator(
  { ledger }: Scope,
  before: DelegatorRow,
  change: Partial<DelegatorRow>,
): DelegatorRow {
  const after = ledger.tables.delegator.set({ ...before, ...change })
  const from = before.bondedWei > 0n ? before.delegate : null
  const to = after.bondedWei > 0n ? after.delegate : null
  if (from === to) return after
  if (from) countDelegators(ledger, from, -1)
  if (to) countDelegators(ledger, to, 1)
  const more = (to ? 1 : 0) - (from ? 1 : 0)
  if (more !== 0) changeProtocol(ledger, (row) => ({ delegators: row.delegators + more }))
  return after
}

function countDelegators(ledger: Scope['ledger'], account: Hex, more: number): void {
  const { delegators } = orchestratorOf(ledger, account)
  changeOrchestrator(ledger, account, { delegators: delegators + more })
}

function closeLock(
  { ledger, at }: Scope,
  { delegator, lockId }: { readonly delegator: Hex; readonly lockId: number },
  state: 'withdrawn' | 'rebonded' | 'transferred',
): void {
  const lock = ledger.tables.unbondingLock.get(delegator, lockId)
  if (lock) ledger.tables.unbondingLock.set({ ...lock, state, closedBlock: at.blockNumber })
}

function recordChange(
  { ledger, at, round }: Scope,
  { address, delegate, bondedWei, lastClaimRound }: DelegatorRow,
  change: Pick<StakeChangeRow, 'kind' | 'amountWei'> &
    Partial<Pick<StakeChangeRow, 'feesWei' | 'previousDelegate'>>,
): void {
  ledger.appended.stakeChange.push({
    blockNumber: at.blockNumber,
    logIndex: at.logIndex,
    delegator: address,
    round,
    feesWei: 0n,
    previousDelegate: delegate,
    ...change,
    delegate,
    bondedWei,
    claimRound: lastClaimRound,
  })
}

function addStakeSums(
  scope: Scope,
  sums: { readonly newStakeWei: bigint; readonly movedStakeWei: bigint; readonly unbondedStakeWei: bigint },
): void {
  const add = (row: typeof sums) => ({
    newStakeWei: row.newStakeWei + sums.newStakeWei,
    movedStakeWei: row.movedStakeWei + sums.movedStakeWei,
    unbondedStakeWei: row.unbondedStakeWei + sums.unbondedStakeWei,
  })
  changeRound(scope, add)
  changeDay(scope, (row) => ({ ...add(row), ...delegatorsNow(scope) }))
}

function delegatorsNow({ ledger }: Scope): { delegators: number } {
  return { delegators: ledger.tables.protocol.get(1)?.delegators ?? 0 }
}
