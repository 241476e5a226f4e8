import { DatabaseSync } from 'node:sqlite'

/**
 * Holds a file against other processes, by SQLite's own file lock: the kernel drops it when the process dies, however it
 * dies, so that no stale lock is ever in the way. The file stays, empty.
 */
export class FileLock {
  readonly #database: DatabaseSync

  private constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** @returns undefined when another process (or another part of this one) holds it; throws what the disk throws. */
  static take(path: string): FileLock | undefined {
    let database: DatabaseSync | undefined
    try {
      database = new DatabaseSync(path, { timeout: 0 })
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      return new FileLock(database)
    } catch (error) {
      database?.close()
      if (isLocked(error)) return undefined
      throw error
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }
}

/** SQLITE_BUSY is 5, SQLITE_LOCKED is 6; extended codes carry them in the low byte. */
function isLocked(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  return [5, 6].includes(error.errcode & 0xff)
}
