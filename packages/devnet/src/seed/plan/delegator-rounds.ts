import type { SeedAction } from '../actions.ts'
import type { SeededRandom } from '../random.ts'
import type { PlannedDelegator } from './planned-delegator.ts'
import { isInPool, type PlannedOrchestrator } from './planned-orchestrator.ts'
import type { RoundDraft } from './waves.ts'

export interface DelegatorStep {
  readonly round: number
  readonly draft: RoundDraft
  readonly random: SeededRandom
  readonly orchestrators: readonly PlannedOrchestrator[]
  readonly delegators: readonly PlannedDelegator[]
  readonly activity: number
  readonly unbondingPeriodRounds: number
}

/** A delegator's turn in a round: a few do not wait for the reward and forfeit it. */
interface Turn extends DelegatorStep {
  readonly isEarly: boolean
}

/** Choices of a delegator that has stake or locks, with their weights. */
const choices = [
  { weight: 20, plan: bondMore },
  { weight: 14, plan: claim },
  { weight: 14, plan: withdrawFees },
  { weight: 18, plan: unbondPart },
  { weight: 6, plan: unbondAll },
  { weight: 16, plan: move },
  { weight: 8, plan: rebond },
  { weight: 5, plan: transferBond },
] as const

/** Chance in a round that a delegator looks whether there is something to withdraw. */
const withdrawing = 0.2

/** What a delegator does in a round: join, or sometimes something with what it has. */
export function planDelegatorRound(delegator: PlannedDelegator, step: DelegatorStep): void {
  const { round, draft, random, activity } = step
  if (delegator.joinRound === round) join(delegator, step)
  if (delegator.joinRound >= round || delegator.lastRound === round) return
  if (random.chance(withdrawing)) withdrawStake(delegator, step)
  if (delegator.lastRound === round || !random.chance(activity)) return
  const turn = { ...step, isEarly: random.chance(0.05) }
  // The first choice that is possible; a delegator that has nothing to choose from does nothing.
  const open = [...choices]
  while (open.length > 0) {
    const choice = random.pickWeighted(open, ({ weight }) => weight)
    if (choice === undefined) return
    const action = choice.plan(delegator, turn)
    if (action) {
      delegator.lastRound = round
      draft[turn.isEarly ? 'early' : 'staking'].push(action)
      return
    }
    open.splice(open.indexOf(choice), 1)
  }
}

function join(delegator: PlannedDelegator, step: DelegatorStep): void {
  const { round, draft } = step
  const delegate = chooseDelegate(step)
  if (!delegate) return
  const { address: from, stakeWei, spareWei } = delegator
  draft.funds.push({ kind: 'transferTokens', to: from, amountWei: stakeWei + spareWei })
  draft.staking.push({ kind: 'bond', from, to: delegate.address, amountWei: stakeWei })
  Object.assign(delegator, { delegate, bondedWei: stakeWei, startRound: round + 1, lastRound: round })
}

/** One that is in the pool since an earlier wave, and stays there. */
function chooseDelegate({ orchestrators, round, random }: DelegatorStep, except?: PlannedOrchestrator) {
  const open = orchestrators.filter(
    (one) => one !== except && one.popularity > 0 && isInPool(one, round) && isInPool(one, round + 1),
  )
  // Who comes in this round is there only after the early wave.
  const settled = open.filter(({ joinRound }) => joinRound < round)
  return random.pickWeighted(settled.length > 0 ? settled : open, ({ popularity }) => popularity)
}

/** Whether stake may be added to its delegate in this round and the next. */
function canAdd({ delegate }: PlannedDelegator, { round }: DelegatorStep): boolean {
  return delegate !== undefined && isInPool(delegate, round) && isInPool(delegate, round + 1)
}

/** Nobody may claim for another one, as a transfer does, before the reward of the round. */
function canReceive(delegator: PlannedDelegator, step: DelegatorStep): boolean {
  const { delegate, lastRound } = delegator
  return lastRound !== step.round && canAdd(delegator, step) && delegate?.rewardRound === step.round
}

function isBonded({ delegate, startRound }: PlannedDelegator, { round }: DelegatorStep): boolean {
  return delegate !== undefined && startRound <= round
}

function bondMore(delegator: PlannedDelegator, step: Turn): SeedAction | undefined {
  const { delegate, spareWei: amountWei, address: from } = delegator
  if (!delegate || !canAdd(delegator, step) || amountWei === 0n) return undefined
  delegator.spareWei = 0n
  delegator.bondedWei += amountWei
  return { kind: 'bond', from, to: delegate.address, amountWei }
}

function claim({ delegate, address: from }: PlannedDelegator): SeedAction | undefined {
  return delegate && { kind: 'claimEarnings', from }
}

function withdrawFees({ delegate, address: from }: PlannedDelegator): SeedAction | undefined {
  return delegate && { kind: 'withdrawFees', from }
}

function lock(delegator: PlannedDelegator, { round, unbondingPeriodRounds }: DelegatorStep): void {
  delegator.locks.push({ id: delegator.nextLockId++, withdrawRound: round + unbondingPeriodRounds })
}

function unbondPart(delegator: PlannedDelegator, step: Turn): SeedAction | undefined {
  const { delegate, bondedWei, address: from } = delegator
  if (!delegate || !isBonded(delegator, step)) return undefined
  const amountWei = (bondedWei * BigInt(step.random.integer(10, 60))) / 100n
  if (amountWei === 0n) return undefined
  delegator.bondedWei -= amountWei
  lock(delegator, step)
  return { kind: 'unbond', from, delegate: delegate.address, amountWei }
}

function unbondAll(delegator: PlannedDelegator, step: Turn): SeedAction | undefined {
  const { delegate, address: from } = delegator
  if (!delegate || !isBonded(delegator, step)) return undefined
  Object.assign(delegator, { delegate: undefined, bondedWei: 0n, startRound: 0 })
  lock(delegator, step)
  return { kind: 'unbond', from, delegate: delegate.address, amountWei: 'all' }
}

function move(delegator: PlannedDelegator, step: Turn): SeedAction | undefined {
  const { delegate, address: from } = delegator
  if (!delegate) return undefined
  const to = chooseDelegate(step, delegate)
  if (!to) return undefined
  Object.assign(delegator, { delegate: to, startRound: step.round + 1 })
  return { kind: 'move', from, delegate: delegate.address, to: to.address }
}

function rebond(delegator: PlannedDelegator, step: Turn): SeedAction | undefined {
  const { delegate, address: from } = delegator
  const lockId = delegator.locks.at(-1)?.id
  if (lockId === undefined) return undefined
  if (delegate) {
    if (!canAdd(delegator, step)) return undefined
    delegator.locks.pop()
    return { kind: 'rebond', from, delegate: delegate.address, lockId }
  }
  const to = chooseDelegate(step)
  if (!to) return undefined
  delegator.locks.pop()
  // What the lock holds is not known here: nothing is counted on.
  Object.assign(delegator, { delegate: to, startRound: step.round + 1 })
  return { kind: 'rebondFromUnbonded', from, to: to.address, lockId }
}

function withdrawStake(delegator: PlannedDelegator, { round, draft }: DelegatorStep): void {
  const ready = delegator.locks.find(({ withdrawRound }) => withdrawRound <= round)
  if (!ready) return
  delegator.locks = delegator.locks.filter(({ id }) => id !== ready.id)
  delegator.lastRound = round
  draft.staking.push({ kind: 'withdrawStake', from: delegator.address, lockId: ready.id })
}

function transferBond(delegator: PlannedDelegator, step: Turn): SeedAction | undefined {
  const { delegate, bondedWei, address: from } = delegator
  if (!delegate || !isBonded(delegator, step) || step.isEarly) return undefined
  const receiver = step.random.pick(
    step.delegators.filter((one) => one !== delegator && canReceive(one, step)),
  )
  if (!receiver?.delegate) return undefined
  const amountWei = bondedWei / 4n
  if (amountWei === 0n) return undefined
  delegator.bondedWei -= amountWei
  receiver.bondedWei += amountWei
  // The stake goes through a lock of the giver and one of the receiver.
  delegator.nextLockId++
  receiver.nextLockId++
  receiver.lastRound = step.round
  const receiverDelegate = receiver.delegate.address
  return {
    kind: 'transferBond',
    from,
    delegate: delegate.address,
    to: receiver.address,
    receiverDelegate,
    amountWei,
  }
}
