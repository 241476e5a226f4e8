/** Locks: stake on its way out, which can be withdrawn, put back or given away (protocol.md 1.5). */
import { type Address, NOBODY } from '../address.ts'
import { require } from '../refusal.ts'
import { decreaseStake, type Hint, increaseStake, leave } from './active-set.ts'
import { requireMayGainStake } from './bonding.ts'
import { claim, ensureFactors, requireMayClaim } from './earnings.ts'
import {
  checkpoint,
  requireBonded,
  requireOpen,
  requireRunning,
  type Staking,
  workingRound,
} from './staking.ts'

/** Puts a lock back to the caller's delegate. */
export function rebond(staking: Staking, caller: Address, [id, hint]: readonly [bigint, Hint]): void {
  requireRunning(staking)
  claim(staking, caller, workingRound(staking))
  require(!staking.ledger.isUnbonded(caller), 'DelegatorNotBonded')
  putBack(staking, caller, [id, hint])
}

/** Puts a lock of an account without stake to a delegate of its choice. */
export function rebondFromUnbonded(
  staking: Staking,
  caller: Address,
  [to, id, hint]: readonly [Address, bigint, Hint],
): void {
  requireRunning(staking)
  const round = workingRound(staking)
  claim(staking, caller, round)
  require(staking.ledger.isUnbonded(caller), 'DelegatorNotUnbonded')
  require(to !== NOBODY, 'InvalidDelegate')
  staking.ledger.delegators.set(caller, { startRound: round + 1n, delegate: to })
  putBack(staking, caller, [id, hint])
}

function putBack(staking: Staking, account: Address, [id, hint]: readonly [bigint, Hint]): void {
  const { ledger } = staking
  const round = workingRound(staking)
  const { amount } = ledger.lockOf(account, id)
  require(amount > 0n, 'InvalidUnbondingLock')
  const { delegate, bonded } = ledger.delegators.get(account)
  requireMayGainStake(staking, delegate)
  ensureFactors(ledger, delegate, round)
  ledger.clearLock(account, id)
  ledger.delegators.set(account, { bonded: bonded + amount })
  increaseStake(ledger, { orchestrator: delegate, amount, round, hint })
  checkpoint(staking, delegate, account)
}

export interface TransferCall {
  readonly receiver: Address
  readonly amount: bigint
  readonly oldHint: Hint
  readonly hint: Hint
}

/** Unbonds from the caller and puts the lock back as the receiver's (1.5). */
export function transferBond(staking: Staking, caller: Address, call: TransferCall): void {
  const { ledger } = staking
  const { receiver, amount, oldHint, hint } = call
  requireRunning(staking)
  const round = workingRound(staking)
  const oldDelegate = ledger.delegators.get(caller).delegate
  const oldId = takeOut(staking, caller, [amount, oldHint])
  requireMayClaim(staking, caller, receiver)
  claim(staking, receiver, round)
  const { delegate, bonded, nextLockId } = ledger.delegators.get(receiver)
  if (bonded === 0n && delegate === NOBODY) {
    require(receiver !== NOBODY && oldDelegate !== receiver, 'InvalidDelegator')
    ledger.delegators.set(receiver, { delegate: oldDelegate })
  }
  if (bonded === 0n) ledger.delegators.set(receiver, { startRound: round + 1n })
  ledger.setLock(receiver, nextLockId, ledger.lockOf(caller, oldId))
  ledger.delegators.set(receiver, { nextLockId: nextLockId + 1n })
  ledger.clearLock(caller, oldId)
  putBack(staking, receiver, [nextLockId, hint])
}

export function unbond(staking: Staking, caller: Address, call: readonly [bigint, Hint]): void {
  requireOpen(staking)
  takeOut(staking, caller, call)
}

/** Takes stake out into a lock. @returns the lock's id */
function takeOut(staking: Staking, caller: Address, [amount, hint]: readonly [bigint, Hint]): bigint {
  const { ledger, rounds } = staking
  const round = workingRound(staking)
  claim(staking, caller, round)
  requireBonded(staking, caller)
  const { bonded, delegate, nextLockId } = ledger.delegators.get(caller)
  require(amount > 0n, 'UnbondAmountIsZero')
  require(amount <= bonded, 'UnbondAmountTooHigh')
  const withdrawRound = rounds.current + ledger.state.get().unbondingPeriod
  ledger.setLock(caller, nextLockId, { amount, withdrawRound })
  ledger.delegators.set(caller, { bonded: bonded - amount, nextLockId: nextLockId + 1n })
  if (amount === bonded) {
    ledger.delegators.set(caller, { delegate: NOBODY, startRound: 0n })
    if (ledger.state.get().pool.includes(caller)) leave(ledger, caller, round)
  }
  decreaseStake(ledger, { orchestrator: delegate, amount, round, hint })
  checkpoint(staking, delegate, caller)
  return nextLockId
}

/** Pays out a lock that has matured. */
export function withdrawStake(staking: Staking, caller: Address, id: bigint): void {
  const { ledger, rounds, token, minter } = staking
  requireOpen(staking)
  const { amount, withdrawRound } = ledger.lockOf(caller, id)
  require(amount > 0n, 'InvalidUnbondingLock')
  require(withdrawRound <= rounds.current, 'WithdrawRoundNotReached')
  ledger.clearLock(caller, id)
  token.transfer(minter.address, caller, amount)
}
