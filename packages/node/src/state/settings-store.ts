import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/** Small values that outlive the process: secrets that bind tokens and ticket parameters, the measured capacity. */
export class SettingsStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  get(key: string): Uint8Array | undefined {
    const row = this.#database.prepare('SELECT value FROM settings WHERE key = ?').get(key)
    return row?.value instanceof Uint8Array ? row.value : undefined
  }

  set(key: string, value: Uint8Array): void {
    this.#database
      .prepare(
        'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      )
      .run(key, value)
  }

  /** The 32-byte secret of that name, made at first use: what was issued before a restart stays valid after it. */
  secret(name: string): Uint8Array {
    const key = `secret:${name}`
    const known = this.get(key)
    if (known?.length === 32) return known
    const made = new Uint8Array(randomBytes(32))
    this.set(key, made)
    return made
  }
}
