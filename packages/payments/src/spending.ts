import type { Account, Balances } from './balances.ts'
import { minBigint } from './bigint.ts'
import { Fraction, maxFraction } from './fraction.ts'

export interface StageRequest {
  readonly account: Account
  /** What the segment may cost. */
  readonly feeWei: Fraction
  /** Expected value of one ticket; zero when the work is free. */
  readonly ticketEvWei: Fraction
  readonly nowMs: number
}

/**
 * A gateway's side of the credit that it has with orchestrators, by recipient and session. For each segment: `stage`,
 * write that many tickets, send, then tell the staged credit what came of it, once.
 */
export class SpendingLedger {
  readonly #balances: Balances

  constructor(balances: Balances) {
    this.#balances = balances
  }

  /** Takes the session's credit for one segment, and says how many tickets are needed besides. */
  stage({ account, feeWei, ticketEvWei, nowMs }: StageRequest): StagedCredit {
    if (ticketEvWei.isZero()) {
      return new StagedCredit(this.#balances, {
        account,
        existingWei: Fraction.zero,
        newWei: Fraction.zero,
        ticketCount: 0,
      })
    }
    const existingWei = this.#balances.take(account, nowMs)
    // Orchestrators begin no work for less than one ticket's worth.
    const missing = maxFraction(feeWei, ticketEvWei).minus(existingWei)
    const ticketCount = missing.isPositive() ? missing.dividedBy(ticketEvWei).ceil() : 0n
    return new StagedCredit(this.#balances, {
      account,
      existingWei,
      newWei: ticketEvWei.times(ticketCount),
      // Beyond that no sender signs, and it says why.
      ticketCount: Number(minBigint(ticketCount, BigInt(Number.MAX_SAFE_INTEGER))),
    })
  }
}

interface StagedFacts {
  readonly account: Account
  readonly existingWei: Fraction
  readonly newWei: Fraction
  readonly ticketCount: number
}

/** Credit set aside for one segment. It ends in exactly one of `refund`, `settle` and `forfeit`; later calls do nothing. */
export class StagedCredit {
  readonly ticketCount: number
  /** Credit that was there before. */
  readonly existingWei: Fraction
  /** What the tickets add. */
  readonly newWei: Fraction
  readonly #account: Account
  readonly #balances: Balances
  #isOpen = true

  constructor(balances: Balances, { account, existingWei, newWei, ticketCount }: StagedFacts) {
    this.#balances = balances
    this.#account = account
    this.existingWei = existingWei
    this.newWei = newWei
    this.ticketCount = ticketCount
  }

  /** No response headers came: the tickets were not taken, and the earlier credit is ours still. */
  refund(nowMs: number): void {
    this.#end(this.existingWei, nowMs)
  }

  /** The segment was done: what it did not cost is credit for the next one (or debt, if it cost more). */
  settle(debitWei: Fraction, nowMs: number): void {
    if (debitWei.isNegative()) throw new RangeError('A segment does not cost less than nothing.')
    this.#end(this.existingWei.plus(this.newWei).minus(debitWei), nowMs)
  }

  /** Response headers came and then no result: the credit counts as spent. */
  forfeit(): void {
    this.#isOpen = false
  }

  #end(changeWei: Fraction, nowMs: number): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    if (!changeWei.isZero()) this.#balances.settle(this.#account, changeWei, nowMs)
  }
}
