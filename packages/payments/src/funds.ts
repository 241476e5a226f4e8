import { atLeastZero } from './bigint.ts'
import { NoDepositError, NoReserveError, SenderUnlockingError } from './errors.ts'

/** What the ticket contract says of a sender. */
export interface SenderFunds {
  readonly depositWei: bigint
  /** What is left of the reserve in this round. */
  readonly reserveRemainingWei: bigint
  /** What all recipients took from the reserve in this round. */
  readonly reserveClaimedInRoundWei: bigint
  /** The round from which the sender may withdraw; zero while it did not unlock. */
  readonly withdrawRound: bigint
}

/** A sender as one recipient sees it. */
export interface SenderFacts extends SenderFunds {
  /** What this recipient took from the reserve in this round. */
  readonly claimedByRecipientWei: bigint
  /** Number of active recipients: the reserve is theirs in equal parts. */
  readonly poolSize: bigint
  /** Face values of this recipient's winners that are being redeemed right now. */
  readonly pendingWei: bigint
  /** The max float that a redeemer for several nodes told, which knows the winners of all of them. */
  readonly toldMaxFloatWei?: bigint | undefined
}

/** The part of the reserve that this recipient can still claim in this round. Never below zero. */
export function reserveShareWei(facts: SenderFacts): bigint {
  if (facts.poolSize <= 0n) return 0n
  const share = (facts.reserveRemainingWei + facts.reserveClaimedInRoundWei) / facts.poolSize
  return atLeastZero(share - facts.claimedByRecipientWei)
}

/**
 * The largest face value this recipient should accept: what the reserve still guarantees when the deposit is gone.
 * Winners under way count against it as far as a third of the deposit does not cover them, so that a redemption in
 * flight never stops the work that the deposit allows; all of them together never exceed share and deposit.
 */
export function maxFloatWei(facts: SenderFacts): bigint {
  if (facts.toldMaxFloatWei !== undefined) return facts.toldMaxFloatWei
  const uncoveredWei = atLeastZero(facts.pendingWei - facts.depositWei / 3n)
  return atLeastZero(reserveShareWei(facts) - uncoveredWei)
}

/** What one redemption by this recipient could be paid from now. */
export function availableFundsWei(facts: SenderFacts): bigint {
  return atLeastZero(reserveShareWei(facts) + facts.depositWei - facts.pendingWei)
}

/** Whether the sender may withdraw in this round or the next. */
export function isUnlocking({ withdrawRound }: SenderFunds, currentRound: bigint): boolean {
  return withdrawRound !== 0n && withdrawRound <= currentRound + 1n
}

/**
 * Refuses a sender whose tickets nothing stands behind.
 * @throws {SenderUnlockingError} when it may withdraw by the next round
 * @throws {NoReserveError} when its reserve is empty
 */
export function assertLockedReserve(funds: SenderFunds, currentRound: bigint): void {
  assertNotUnlocking(funds, currentRound)
  if (funds.reserveRemainingWei <= 0n) throw new NoReserveError()
}

/** @throws {SenderUnlockingError} when the sender may withdraw by the next round */
export function assertNotUnlocking(funds: SenderFunds, currentRound: bigint): void {
  if (!isUnlocking(funds, currentRound)) return
  throw new SenderUnlockingError({ withdrawRound: funds.withdrawRound, currentRound })
}

/** @throws {NoDepositError} when the deposit is empty */
export function assertDeposit(funds: SenderFunds): void {
  if (funds.depositWei <= 0n) throw new NoDepositError()
}
