import type { bondingManagerAbi } from '@millrace/abi'
import { decreaseStake, increaseStake, type PoolChange } from './active-set.ts'
import { initializeFactors } from './earnings.ts'
import type { EventArgs, Handlers } from './handlers.ts'
import { delegatorOf } from './rows.ts'
import { happen, type Scope } from './scope.ts'
import { addStakeSums, changeDelegator, closeLock, recordChange } from './stake-records.ts'

type Args<Name extends keyof Handlers<typeof bondingManagerAbi>> = EventArgs<typeof bondingManagerAbi, Name>

export function onBond(
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

export function onUnbond(
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
export function onTransferBond(
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

export function onRebond(
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
