import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DataDirError, DataDirLockedError } from './errors.ts'

/**
 * Keeps a second node out of a data folder. The lock is SQLite's own file lock: the kernel drops it when the process
 * dies, however it dies, so that no stale lock is ever in the way.
 */
export class DataDirLock {
  readonly #database: DatabaseSync

  private constructor(database: DatabaseSync) {
    this.#database = database
  }

  /**
   * @throws {DataDirLockedError} when another node holds the folder.
   * @throws {DataDirError} when the lock file cannot be made.
   */
  static take(dataDir: string): DataDirLock {
    const path = join(dataDir, 'lock.sqlite')
    let database: DatabaseSync | undefined
    try {
      database = new DatabaseSync(path, { timeout: 0 })
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      return new DataDirLock(database)
    } catch (cause) {
      database?.close()
      if (isLocked(cause)) throw new DataDirLockedError({ dataDir, cause })
      throw new DataDirError({ path, action: 'locked', cause })
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
