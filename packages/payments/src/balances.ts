import type { Address } from '@millrace/crypto'
import { TooManyBalancesError } from './errors.ts'
import { Fraction } from './fraction.ts'
import type { Price } from './price.ts'

/** Who owes whom for what: one peer in one session. */
export interface Account {
  /** The sender, as an orchestrator sees it; the recipient, as a gateway does. */
  readonly peer: Address
  readonly sessionId: string
}

export interface BalancesOptions {
  /** A balance that nobody touched for so long is forgotten, credit and debt alike. */
  readonly idleMs?: number
  readonly maxBalances?: number
}

/** A balance as it is kept over restarts. */
export interface StoredBalance {
  readonly account: Account
  readonly balance: Fraction
  /** What the account was opened at, once it is fixed. */
  readonly price: Price | undefined
  readonly usedAtMs: number
}

/** What is to be written, and what is to be deleted. */
export interface BalanceChanges {
  readonly changed: readonly StoredBalance[]
  readonly forgotten: readonly Account[]
}

interface Entry {
  readonly account: Account
  balance: Fraction
  price: Price | undefined
  usedAtMs: number
}

// Fair peers stay below: 256 bits of an expected value, 63 of a price. A peer that changes its price's denominator with
// every message would make the numbers grow without end.
const maxDenominatorBits = 1024
const maxDenominator = 1n << BigInt(maxDenominatorBits)
const roundedDenominator = 1n << 512n

/**
 * Exact balances in wei by account, with the price that an account was opened at. Time is passed in. Whoever keeps them
 * over restarts takes the changes now and then, and gives back those that could not be written.
 */
export class Balances {
  readonly #entries = new Map<string, Entry>()
  readonly #changed = new Map<string, Account>()
  readonly #idleMs: number
  readonly #maxBalances: number

  constructor({ idleMs = 600_000, maxBalances = 10_000 }: BalancesOptions = {}) {
    this.#idleMs = idleMs
    this.#maxBalances = maxBalances
  }

  get size(): number {
    return this.#entries.size
  }

  /** Puts back what was stored. Idle ones go with the next `expire`. */
  restore(stored: Iterable<StoredBalance>): void {
    for (const { account, balance, price, usedAtMs } of stored) {
      this.#entries.set(keyOf(account), { account, balance, price, usedAtMs })
    }
  }

  /** What has changed since it was called last. */
  takeChanges(): BalanceChanges {
    const changed: StoredBalance[] = []
    const forgotten: Account[] = []
    for (const [key, account] of this.#changed) {
      const entry = this.#entries.get(key)
      if (entry === undefined) forgotten.push(account)
      else changed.push({ ...entry })
    }
    this.#changed.clear()
    return { changed, forgotten }
  }

  /** Changes that were taken and not written are changes still. */
  giveBack({ changed, forgotten }: BalanceChanges): void {
    for (const account of [...changed.map((stored) => stored.account), ...forgotten]) this.#touch(account)
  }

  /** What the account has, zero when it is unknown. Below zero when it was debited more than credited. */
  balance(account: Account, nowMs: number): Fraction {
    return this.#find(account, nowMs)?.balance ?? Fraction.zero
  }

  /**
   * @returns the new balance
   * @throws {RangeError} when the amount is negative
   * @throws {TooManyBalancesError} when it would be one balance too many
   */
  credit(account: Account, amountWei: Fraction, nowMs: number): Fraction {
    if (amountWei.isNegative()) throw new RangeError('A credit is not negative.')
    return this.#add(account, amountWei, nowMs)
  }

  /**
   * @returns the new balance, which may be below zero
   * @throws {RangeError} when the amount is negative
   * @throws {TooManyBalancesError} when it would be one balance too many
   */
  debit(account: Account, amountWei: Fraction, nowMs: number): Fraction {
    if (amountWei.isNegative()) throw new RangeError('A debit is not negative.')
    return this.#add(account, amountWei.negated(), nowMs)
  }

  /** Adds what may be of either sign: the change of a segment. @throws {TooManyBalancesError} as `credit`. */
  settle(account: Account, changeWei: Fraction, nowMs: number): Fraction {
    return this.#add(account, changeWei, nowMs)
  }

  /** Takes out all there is (or the debt), so that no two segments spend the same credit. */
  take(account: Account, nowMs: number): Fraction {
    const entry = this.#find(account, nowMs)
    if (entry === undefined) return Fraction.zero
    const { balance } = entry
    entry.balance = Fraction.zero
    entry.usedAtMs = Math.max(entry.usedAtMs, nowMs)
    this.#touch(account)
    return balance
  }

  /** The first price fixed for an account stays: later ones are not looked at. @returns the price that holds */
  fixPrice(account: Account, price: Price, nowMs: number): Price {
    const entry = this.#open(account, nowMs)
    entry.price ??= price
    return entry.price
  }

  fixedPrice(account: Account, nowMs: number): Price | undefined {
    return this.#find(account, nowMs)?.price
  }

  /** Ends an account, credit and debt alike. */
  forget(account: Account): void {
    if (this.#entries.delete(keyOf(account))) this.#touch(account)
  }

  /** Forgets idle accounts. @returns how many */
  expire(nowMs: number): number {
    const before = this.#entries.size
    for (const entry of this.#entries.values()) if (this.#isIdle(entry, nowMs)) this.forget(entry.account)
    return before - this.#entries.size
  }

  #add(account: Account, amount: Fraction, nowMs: number): Fraction {
    const entry = this.#open(account, nowMs)
    entry.balance = bounded(entry.balance.plus(amount))
    return entry.balance
  }

  #find(account: Account, nowMs: number): Entry | undefined {
    const entry = this.#entries.get(keyOf(account))
    return entry === undefined || this.#isIdle(entry, nowMs) ? undefined : entry
  }

  #open(account: Account, nowMs: number): Entry {
    let entry = this.#find(account, nowMs)
    if (entry === undefined) {
      entry = { account, balance: Fraction.zero, price: undefined, usedAtMs: nowMs }
      const key = keyOf(account)
      if (!this.#entries.has(key)) this.#makeRoom(nowMs)
      this.#entries.set(key, entry)
    }
    // Time as it was read before some waiting must not make the account look idle.
    entry.usedAtMs = Math.max(entry.usedAtMs, nowMs)
    this.#touch(account)
    return entry
  }

  #touch(account: Account): void {
    this.#changed.set(keyOf(account), account)
  }

  #makeRoom(nowMs: number): void {
    if (this.#entries.size < this.#maxBalances) return
    if (this.expire(nowMs) === 0) throw new TooManyBalancesError({ maxBalances: this.#maxBalances })
  }

  #isIdle(entry: Entry, nowMs: number): boolean {
    return nowMs - entry.usedAtMs > this.#idleMs
  }
}

// Addresses have one length, so the session's text cannot reach into the peer's.
function keyOf({ peer, sessionId }: Account): string {
  return `${peer.toLowerCase()}${sessionId}`
}

// Rounded down: whoever keeps the balance never counts more than there is.
function bounded(balance: Fraction): Fraction {
  if (balance.denominator < maxDenominator) return balance
  const reduced = balance.reduced()
  if (reduced.denominator < maxDenominator) return reduced
  return Fraction.of(reduced.times(roundedDenominator).floor(), roundedDenominator)
}
