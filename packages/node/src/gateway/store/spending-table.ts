import type { DatabaseSync } from 'node:sqlite'
import type { DaySpent } from '../../ordering/daily-spending.ts'

/** What was spent by purpose and day, in a table `spending`. */
export class SpendingTable {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** The newest day comes last. */
  read(): readonly DaySpent[] {
    return this.#database
      .prepare('SELECT purpose, day, wei FROM spending ORDER BY day')
      .all()
      .map((row) => ({ purpose: String(row.purpose), day: Number(row.day), wei: BigInt(String(row.wei)) }))
  }

  /** To be called within a transaction. */
  write(changes: Iterable<DaySpent>): void {
    const upsert = this.#database.prepare(
      'INSERT OR REPLACE INTO spending (purpose, day, wei) VALUES (?, ?, ?)',
    )
    const forget = this.#database.prepare('DELETE FROM spending WHERE purpose = ? AND day < ?')
    for (const { purpose, day, wei } of changes) {
      upsert.run(purpose, day, wei.toString())
      forget.run(purpose, day)
    }
  }
}
