import type { DatabaseSync } from 'node:sqlite'
import { type SignedTransaction, signedTransactionOf } from '@millrace/chain'
import type { Address, Hex } from '@millrace/crypto'
import { transaction } from '../state/database.ts'
import { type Row, type StoredWinner, toWinner, type WinnerStore } from './winner-store.ts'

/** A version of a transaction, as it was signed. */
export interface RedemptionVersion extends SignedTransaction {
  readonly signedAtMs: number
}

/** Where a transaction was seen in the chain. */
export interface MinedAt {
  readonly txHash: Hex
  readonly blockHash: Hex
  /** The chain's own number of the block. */
  readonly height: bigint
}

/** A transaction that redeems winners and does not count as final yet. */
export interface OpenRedemption {
  readonly id: number
  readonly account: Address
  readonly nonce: number
  /** Oldest first, at least one. */
  readonly versions: readonly [RedemptionVersion, ...RedemptionVersion[]]
  readonly winners: readonly StoredWinner[]
  readonly mined: MinedAt | undefined
}

/** What became of one winner of a transaction that is final. */
export interface WinnerOutcome {
  readonly winner: StoredWinner
  /** Undefined when the contract passed it over: then it waits again. */
  readonly paidWei: bigint | undefined
}

/**
 * Transactions that redeem winners, on disk before they are sent, so that a process that starts after a crash knows what
 * it may have sent.
 */
export class RedemptionStore {
  readonly #database: DatabaseSync
  readonly #winners: WinnerStore

  constructor(database: DatabaseSync, winners: WinnerStore) {
    this.#database = database
    this.#winners = winners
  }

  /** Writes down a transaction that is about to be sent. @returns its id */
  add(
    winners: readonly StoredWinner[],
    { account, signed, nowMs }: { account: Address; signed: SignedTransaction; nowMs: number },
  ): number {
    return transaction(this.#database, () => {
      const { lastInsertRowid } = this.#database
        .prepare("INSERT INTO redemptions (account, nonce, state) VALUES (?, ?, 'sent')")
        .run(account, signed.nonce)
      const id = Number(lastInsertRowid)
      this.#insertVersion(id, signed, nowMs)
      const take = this.#database.prepare(
        "UPDATE winners SET redemption = ? WHERE ticket_hash = ? AND state = 'waiting' AND redemption IS NULL",
      )
      for (const { ticketHash } of winners) take.run(id, ticketHash)
      return id
    })
  }

  /** Writes down a version with other fees that is about to be sent. */
  addVersion(id: number, signed: SignedTransaction, nowMs: number): void {
    this.#insertVersion(id, signed, nowMs)
  }

  /** Those that are not final, oldest first. */
  open(): readonly OpenRedemption[] {
    return this.#database
      .prepare("SELECT * FROM redemptions WHERE state IN ('sent', 'mined') ORDER BY id")
      .all()
      .flatMap((row) => this.#toRedemption(row))
  }

  countOpen(): number {
    const row = this.#database
      .prepare("SELECT count(*) AS open FROM redemptions WHERE state IN ('sent', 'mined')")
      .get()
    return Number(row?.open)
  }

  noteMined(id: number, { txHash, blockHash, height }: MinedAt): void {
    this.#database
      .prepare(
        `UPDATE redemptions SET state = 'mined', mined_tx_hash = ?, mined_block_hash = ?, mined_height = ?
         WHERE id = ?`,
      )
      .run(txHash, blockHash, height.toString(), id)
  }

  /** For one that a reorganisation took out of the chain. */
  noteUnmined(id: number): void {
    this.#database.prepare("UPDATE redemptions SET state = 'sent' WHERE id = ?").run(id)
  }

  /** Enters what a final transaction brought. @returns the winners that were paid by it and not known as paid before */
  settle(id: number, txHash: Hex, outcomes: readonly WinnerOutcome[]): readonly WinnerOutcome[] {
    return this.#orRecount(() => {
      const paid = outcomes.filter(
        ({ winner: { ticketHash }, paidWei }) =>
          paidWei !== undefined && this.#winners.markRedeemed(ticketHash, { txHash, paidWei }),
      )
      this.#close(id, 'settled')
      return paid
    })
  }

  /** For one that can never be mined any more: its winners wait again. */
  giveUp(id: number): void {
    transaction(this.#database, () => this.#close(id, 'void'))
  }

  #close(id: number, state: 'settled' | 'void'): void {
    this.#database.prepare('UPDATE redemptions SET state = ? WHERE id = ?').run(state, id)
    this.#database
      .prepare("UPDATE winners SET redemption = NULL WHERE redemption = ? AND state = 'waiting'")
      .run(id)
  }

  #orRecount<T>(work: () => T): T {
    try {
      return transaction(this.#database, work)
    } catch (error) {
      this.#winners.recount()
      throw error
    }
  }

  #insertVersion(id: number, { hash, raw }: SignedTransaction, nowMs: number): void {
    this.#database
      .prepare(
        `INSERT INTO redemption_versions (tx_hash, redemption, raw, signed_at_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT (tx_hash) DO NOTHING`,
      )
      .run(hash, id, raw, nowMs)
  }

  #toRedemption(row: Row): readonly OpenRedemption[] {
    const id = Number(row.id)
    const [first, ...others] = this.#database
      .prepare('SELECT raw, signed_at_ms FROM redemption_versions WHERE redemption = ? ORDER BY rowid')
      .all(id)
      .map((version) => ({
        ...signedTransactionOf(String(version.raw) as Hex),
        signedAtMs: Number(version.signed_at_ms),
      }))
    if (first === undefined) return []
    const winners = this.#database
      .prepare('SELECT * FROM winners WHERE redemption = ? ORDER BY rowid')
      .all(id)
      .map(toWinner)
    const account = String(row.account) as Address
    return [
      { id, account, nonce: Number(row.nonce), versions: [first, ...others], winners, mined: minedAt(row) },
    ]
  }
}

function minedAt(row: Row): MinedAt | undefined {
  if (row.state !== 'mined') return undefined
  return {
    txHash: String(row.mined_tx_hash) as Hex,
    blockHash: String(row.mined_block_hash) as Hex,
    height: BigInt(String(row.mined_height)),
  }
}
