import type { DatabaseSync } from 'node:sqlite'
import { Balances, SenderNonces } from '@millrace/payments'
import { DailySpending } from '../../ordering/daily-spending.ts'
import { BalanceTable } from '../../state/balance-table.ts'
import { transaction } from '../../state/database.ts'
import { DataDirError } from '../../state/errors.ts'
import { GroupCommit } from '../../state/group-commit.ts'
import { KeptSessions } from './kept-sessions.ts'
import { gatewayDatabaseFile } from './schema.ts'
import { SessionTable } from './session-table.ts'
import { SpendingTable } from './spending-table.ts'
import { UsedNonceTable } from './used-nonce-table.ts'

/**
 * What this gateway has paid and may still use, on disk: credit by session, nonces of its tickets, open sessions,
 * what was spent today. A
 * payment is written before it is sent, its credit taken out: after a crash no nonce is used again, and credit that was
 * under way counts as spent, so that the gateway never believes to have more than the orchestrator gives it.
 */
export class GatewayLedger {
  readonly balances = new Balances()
  readonly nonces = new SenderNonces()
  readonly sessions = new KeptSessions()
  readonly spending = new DailySpending()
  readonly #database: DatabaseSync
  readonly #balanceTable: BalanceTable
  readonly #nonceTable: UsedNonceTable
  readonly #sessionTable: SessionTable
  readonly #spendingTable: SpendingTable
  readonly #group = new GroupCommit<undefined>(() => this.#commit())

  /** Takes over what the database holds. */
  constructor(database: DatabaseSync) {
    this.#database = database
    this.#balanceTable = new BalanceTable(database)
    this.#nonceTable = new UsedNonceTable(database)
    this.#sessionTable = new SessionTable(database)
    this.#spendingTable = new SpendingTable(database)
    this.balances.restore(this.#balanceTable.read())
    this.nonces.restore(this.#nonceTable.read())
    this.sessions.restore(this.#sessionTable.read())
    this.spending.restore(this.#spendingTable.read())
  }

  /**
   * Returns when all changes so far would survive a power cut.
   * @throws {DataDirError} when they cannot be written; they are written with the next ones then
   */
  save(): Promise<void> {
    return this.#group.add(undefined)
  }

  /** Forgets what nobody can use any more, on disk with the next {@link GatewayLedger.save}. */
  expire({ nowMs, latestBlock }: { nowMs: number; latestBlock: bigint }): void {
    this.balances.expire(nowMs)
    this.nonces.expire(latestBlock)
    this.sessions.expire(nowMs)
    this.spending.expire(nowMs)
  }

  /** Writes what is still unwritten. */
  close(): Promise<void> {
    return this.save()
  }

  #commit(): void {
    const balances = this.balances.takeChanges()
    const nonces = this.nonces.takeChanges()
    const sessions = this.sessions.takeChanges()
    const spending = this.spending.takeChanges()
    try {
      transaction(this.#database, () => {
        this.#balanceTable.write(balances)
        this.#nonceTable.write(nonces)
        this.#sessionTable.write(sessions)
        this.#spendingTable.write(spending)
      })
    } catch (cause) {
      this.balances.giveBack(balances)
      this.nonces.giveBack(nonces)
      this.sessions.giveBack(sessions)
      this.spending.giveBack(spending)
      throw new DataDirError({ path: gatewayDatabaseFile, action: 'written', cause })
    }
  }
}
