import type { DatabaseSync } from 'node:sqlite'
import {
  type Balances,
  MemoryNonceStore,
  type NonceStore,
  type NonceUse,
  type PaymentBook,
  type PaymentEntry,
  type WinningTicket,
} from '@millrace/payments'
import { BalanceTable } from '../../state/balance-table.ts'
import { transaction } from '../../state/database.ts'
import { GroupCommit } from '../../state/group-commit.ts'
import type { StoredWinner, WinnerStore } from '../store/winner-store.ts'
import { NonceTable } from './nonce-table.ts'

export interface PaymentLedgerDependencies {
  readonly database: DatabaseSync
  readonly winners: WinnerStore
  /** Filled with what was stored; this ledger is the only one to credit them. */
  readonly balances: Balances
  readonly toStored: (winner: WinningTicket) => StoredWinner
}

/**
 * What gateways have paid and used up, on disk: nonces, winners, credit and debits. A payment is one transaction, so that
 * after a crash at any point either all of it is there or nothing, and the gateway may send it again. Payments that
 * arrive together share one transaction, for its fsync is what costs time. Questions are answered from memory.
 */
export class PaymentLedger implements PaymentBook, NonceStore {
  readonly #deps: PaymentLedgerDependencies
  readonly #nonces = new MemoryNonceStore()
  readonly #nonceTable: NonceTable
  readonly #balanceTable: BalanceTable
  readonly #group = new GroupCommit<PaymentEntry | undefined>((entries) =>
    this.#commit(entries.filter((entry) => entry !== undefined)),
  )
  #pruneTo: bigint | undefined

  /** Takes over what the database holds. */
  constructor(deps: PaymentLedgerDependencies) {
    this.#deps = deps
    this.#nonceTable = new NonceTable(deps.database)
    this.#balanceTable = new BalanceTable(deps.database)
    for (const use of this.#nonceTable.read()) this.#nonces.claim(use)
    deps.balances.restore(this.#balanceTable.read())
  }

  claim(use: NonceUse): 'claimed' | 'seen' | 'full' {
    return this.#nonces.claim(use)
  }

  release(use: NonceUse): void {
    this.#nonces.release(use)
  }

  prune(block: bigint): void {
    this.#nonces.prune(block)
    this.#pruneTo = block
  }

  record(entry: PaymentEntry): Promise<void> {
    return this.#group.add(entry)
  }

  /** Returns when all debits so far would survive a power cut. @throws what the disk throws; they are written later then */
  settle(): Promise<void> {
    return this.#group.add(undefined)
  }

  /** Writes what is still unwritten. */
  close(): Promise<void> {
    return this.settle()
  }

  /** Balances in memory change in the same turn as those on disk: nobody spends credit that could be lost. */
  #commit(entries: readonly PaymentEntry[]): void {
    const { database, winners, balances, toStored } = this.#deps
    const credited: PaymentEntry[] = []
    let changes: ReturnType<Balances['takeChanges']> = { changed: [], forgotten: [] }
    const pruneTo = this.#pruneTo
    try {
      for (const entry of entries) {
        if (!entry.creditWei.isPositive()) continue
        balances.credit(entry.account, entry.creditWei, entry.nowMs)
        credited.push(entry)
      }
      changes = balances.takeChanges()
      const added = transaction(database, () => {
        for (const { nonces } of entries) this.#nonceTable.insert(nonces)
        this.#balanceTable.write(changes)
        if (pruneTo !== undefined) this.#nonceTable.deleteBefore(pruneTo)
        return winners.insert(entries.flatMap((entry) => entry.winners.map(toStored)))
      })
      winners.count(added)
    } catch (error) {
      balances.giveBack(changes)
      for (const { account, creditWei, nowMs } of credited) balances.debit(account, creditWei, nowMs)
      throw error
    }
    if (this.#pruneTo === pruneTo) this.#pruneTo = undefined
  }
}
