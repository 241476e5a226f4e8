/** The owner's settings, and what a new round does to stake (protocol.md 1.5, 1.7). */
import type { Address } from '../address.ts'
import { PRECISE } from '../maths.ts'
import { require } from '../refusal.ts'
import type { Staking } from './staking.ts'

export function setUnbondingPeriod(
  { ledger, controller }: Staking,
  caller: Address,
  unbondingPeriod: bigint,
): void {
  controller.requireOwner(caller)
  ledger.state.set({ unbondingPeriod })
}

/** The pool only grows. */
export function setPoolMaxSize({ ledger, controller }: Staking, caller: Address, poolMaxSize: bigint): void {
  controller.requireOwner(caller)
  require(poolMaxSize > ledger.state.get().poolMaxSize, 'MaxSizeNotIncreased')
  ledger.state.set({ poolMaxSize })
}

/** The treasury's cut of the next round. */
export function setTreasuryCut(
  { ledger, controller }: Staking,
  caller: Address,
  nextTreasuryCut: bigint,
): void {
  controller.requireOwner(caller)
  require(nextTreasuryCut <= PRECISE, 'InvalidTreasuryRewardCutRate')
  ledger.state.set({ nextTreasuryCut })
}

export function setTreasuryCeiling(
  { ledger, controller }: Staking,
  caller: Address,
  treasuryCeiling: bigint,
): void {
  controller.requireOwner(caller)
  ledger.state.set({ treasuryCeiling })
}

/** Freezes the active stake and the treasury's cut for the round that begins. */
export function beginRound({ ledger, rounds, votes }: Staking): void {
  const { nextTotal, nextTreasuryCut } = ledger.state.get()
  ledger.state.set({ currentTotal: nextTotal, treasuryCut: nextTreasuryCut })
  votes.checkpointTotal(nextTotal, rounds.current)
}
