import type { DatabaseSync } from 'node:sqlite'
import type { z } from 'zod'

export interface RecordTableOptions<T> {
  /** What the records are of, e.g. `orchestrator`; the table holds several kinds. */
  readonly kind: string
  /** Records that do not fit are passed over: a newer version may have changed their form. */
  readonly schema: z.ZodType<T>
  /** Beyond that the oldest go. */
  readonly maxRecords: number
}

/** The table; a migration of whoever uses it. */
export const recordTableSchema = `CREATE TABLE records (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  written_at_ms INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_by_time ON records (kind, written_at_ms);`

/** Values of one kind as JSON, by key, in a table `records`: what a node has learned and would be slow to learn again. */
export class RecordTable<T> {
  readonly #database: DatabaseSync
  readonly #options: RecordTableOptions<T>

  constructor(database: DatabaseSync, options: RecordTableOptions<T>) {
    this.#database = database
    this.#options = options
  }

  /** Oldest first. */
  read(): ReadonlyMap<string, T> {
    const { kind, schema } = this.#options
    const rows = this.#database
      .prepare('SELECT key, value FROM records WHERE kind = ? ORDER BY written_at_ms, key')
      .all(kind)
    const records = new Map<string, T>()
    for (const { key, value } of rows) {
      const parsed = schema.safeParse(parseJson(String(value)))
      if (parsed.success) records.set(String(key), parsed.data)
    }
    return records
  }

  /** Writes what changed; undefined deletes. Several at once belong in a transaction. */
  write(changes: Iterable<readonly [key: string, value: T | undefined]>, nowMs: number): void {
    const { kind, maxRecords } = this.#options
    const upsert = this.#database.prepare(
      'INSERT OR REPLACE INTO records (kind, key, value, written_at_ms) VALUES (?, ?, ?, ?)',
    )
    const remove = this.#database.prepare('DELETE FROM records WHERE kind = ? AND key = ?')
    for (const [key, value] of changes) {
      if (value === undefined) remove.run(kind, key)
      else upsert.run(kind, key, JSON.stringify(value), nowMs)
    }
    this.#database
      .prepare(
        `DELETE FROM records WHERE kind = ?1 AND key IN (
           SELECT key FROM records WHERE kind = ?1 ORDER BY written_at_ms DESC, key LIMIT -1 OFFSET ?2)`,
      )
      .run(kind, maxRecords)
  }

  /** Forgets what was written before. */
  deleteBefore(timeMs: number): void {
    this.#database
      .prepare('DELETE FROM records WHERE kind = ? AND written_at_ms < ?')
      .run(this.#options.kind, timeMs)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
