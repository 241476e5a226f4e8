import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Address, Hex } from '@millrace/crypto'
import { z } from 'zod'
import { OperationRecordBusyError, OperationRecordError } from './errors.ts'

const hex = z.string().regex(/^0x[0-9a-f]*$/) as unknown as z.ZodType<Hex>

/** A call of an operation that was signed: every version of it, and what became of it. */
const stepSchema = z.object({
  label: z.string(),
  /** Versions of one nonce, oldest first: signed transactions and their hashes. */
  versions: z.array(z.object({ raw: hex, hash: hex, nonce: z.int() })),
  mined: z
    .object({ txHash: hex, blockNumber: z.string(), gasUsed: z.string(), feeWei: z.string() })
    .optional(),
})

const entrySchema = z.object({
  operation: z.string(),
  /** Canonical JSON. */
  parameters: z.string(),
  startedAtMs: z.number(),
  /** How many calls it was planned to make. */
  calls: z.int(),
  steps: z.array(stepSchema),
})

export type RecordedStep = z.output<typeof stepSchema>
export type RecordedOperation = z.output<typeof entrySchema>

/** Finished operations that are remembered, so that a repeated request is answered and not done again. */
const keptFinished = 200
const cleanEvery = 20

/**
 * What an account was told to do, on disk before any node hears of it: a signed transaction whose answer was lost is
 * found again here, and never made a second time. One program at a time holds it.
 */
export class OperationRecord {
  readonly #database: DatabaseSync
  readonly #file: string
  #savedSinceClean = 0

  private constructor(database: DatabaseSync, file: string) {
    this.#database = database
    this.#file = file
  }

  /** @throws {OperationRecordBusyError | OperationRecordError} */
  static open(file: string): OperationRecord {
    let database: DatabaseSync | undefined
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      database = new DatabaseSync(file, { timeout: 0 })
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE')
      database.exec(`
        CREATE TABLE IF NOT EXISTS operations (
          number INTEGER PRIMARY KEY,
          id TEXT UNIQUE NOT NULL,
          is_open INTEGER NOT NULL,
          entry TEXT NOT NULL
        ); COMMIT`)
      chmodSync(file, 0o600)
      return new OperationRecord(database, file)
    } catch (cause) {
      database?.close()
      throw isLocked(cause)
        ? new OperationRecordBusyError({ file })
        : new OperationRecordError({ file, cause })
    }
  }

  /** The operation that is not settled; there is one at the most. */
  open(): { readonly id: string; readonly entry: RecordedOperation } | undefined {
    return this.#read('SELECT id, entry FROM operations WHERE is_open = 1')
  }

  finished(id: string): RecordedOperation | undefined {
    return this.#read('SELECT id, entry FROM operations WHERE is_open = 0 AND id = ?', id)?.entry
  }

  /** On disk when it returns. */
  save(id: string, entry: RecordedOperation, { isOpen }: { isOpen: boolean }): void {
    this.#write(
      `INSERT INTO operations (id, is_open, entry) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET is_open = excluded.is_open, entry = excluded.entry`,
      [id, isOpen ? 1 : 0, JSON.stringify(entry)],
    )
    if (isOpen || ++this.#savedSinceClean < cleanEvery) return
    this.#savedSinceClean = 0
    const oldest = 'SELECT number FROM operations WHERE is_open = 0 ORDER BY number DESC LIMIT 1 OFFSET ?'
    this.#write(`DELETE FROM operations WHERE is_open = 0 AND number <= (${oldest})`, [keptFinished])
  }

  /** For an operation of which nothing was or can ever be mined. */
  forget(id: string): void {
    this.#write('DELETE FROM operations WHERE id = ?', [id])
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #read(sql: string, ...values: string[]): { id: string; entry: RecordedOperation } | undefined {
    try {
      const row = this.#database.prepare(sql).get(...values)
      if (row === undefined) return undefined
      return { id: String(row.id), entry: entrySchema.parse(JSON.parse(String(row.entry))) }
    } catch (cause) {
      throw new OperationRecordError({ file: this.#file, cause })
    }
  }

  #write(sql: string, values: (string | number)[]): void {
    try {
      this.#database.prepare(sql).run(...values)
    } catch (cause) {
      throw new OperationRecordError({ file: this.#file, cause })
    }
  }
}

/** Where an account's record is in a folder. */
export function recordFileName(chainId: number, account: Address): string {
  return `${chainId}-${account.toLowerCase()}.sqlite`
}

/** SQLITE_BUSY is 5, SQLITE_LOCKED is 6; extended codes carry them in the low byte. */
function isLocked(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  return [5, 6].includes(error.errcode & 0xff)
}
