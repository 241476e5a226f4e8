import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { toChecksumAddress } from '@millrace/crypto'
import {
  type BalanceChanges,
  createPrice,
  Fraction,
  type Price,
  type StoredBalance,
} from '@millrace/payments'

type Row = Record<string, SQLOutputValue>

/** The table; a migration of whoever uses it. */
export const balanceTableSchema = `CREATE TABLE balances (
  peer TEXT NOT NULL,
  session_id TEXT NOT NULL,
  numerator TEXT NOT NULL,
  denominator TEXT NOT NULL,
  price_wei TEXT,
  price_pixels TEXT,
  used_at_ms INTEGER NOT NULL,
  PRIMARY KEY (peer, session_id)
) STRICT, WITHOUT ROWID;`

/** Exact balances and fixed prices in a table `balances`, by peer and session. */
export class BalanceTable {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  read(): readonly StoredBalance[] {
    return this.#database.prepare('SELECT * FROM balances').all().map(toStored)
  }

  /** To be called within a transaction. */
  write({ changed, forgotten }: BalanceChanges): void {
    const upsert = this.#database.prepare(
      `INSERT OR REPLACE INTO balances
         (peer, session_id, numerator, denominator, price_wei, price_pixels, used_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    for (const { account, balance, price, usedAtMs } of changed) {
      upsert.run(
        account.peer.toLowerCase(),
        account.sessionId,
        balance.numerator.toString(),
        balance.denominator.toString(),
        price?.weiPerUnit.toString() ?? null,
        price?.pixelsPerUnit.toString() ?? null,
        usedAtMs,
      )
    }
    const remove = this.#database.prepare('DELETE FROM balances WHERE peer = ? AND session_id = ?')
    for (const { peer, sessionId } of forgotten) remove.run(peer.toLowerCase(), sessionId)
  }
}

function toStored(row: Row): StoredBalance {
  return {
    account: { peer: toChecksumAddress(String(row.peer)), sessionId: String(row.session_id) },
    balance: Fraction.of(BigInt(String(row.numerator)), BigInt(String(row.denominator))),
    price: toPrice(row),
    usedAtMs: Number(row.used_at_ms),
  }
}

function toPrice({ price_wei: wei, price_pixels: pixels }: Row): Price | undefined {
  return wei === null ? undefined : createPrice(BigInt(String(wei)), BigInt(String(pixels)))
}
