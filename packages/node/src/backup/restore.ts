import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { lockDataDir } from '../state/data-dir-lock.ts'
import { prepareDataDir, versionOf } from '../state/database.ts'
import { DataDirError } from '../state/errors.ts'
import { type ArchivedFile, readArchive } from './archive.ts'
import { BackupUnusableError, StateExistsError } from './errors.ts'
import { type BackupDatabase, backupDatabases } from './parts.ts'

export interface RestoreOptions {
  /** Made when it is not there. */
  readonly dataDir: string
  /** From `createBackup`. */
  readonly file: string
}

/**
 * Brings a node's state back into an empty data folder, all of it or nothing.
 * @returns the names of what was in the backup
 * @throws {DataDirLockedError} when a node works in the folder.
 * @throws {StateExistsError} when there is state in it.
 * @throws {BackupUnusableError} for a file that is no backup, is damaged, or comes from a newer version.
 */
export function restoreBackup({ dataDir, file }: RestoreOptions): readonly string[] {
  const files = readArchive(file)
  prepareDataDir(dataDir)
  const lock = lockDataDir(dataDir)
  const written: string[] = []
  try {
    for (const { name } of files) {
      if (existsSync(join(dataDir, name))) throw new StateExistsError({ path: join(dataDir, name) })
    }
    for (const archived of files) {
      const path = join(dataDir, archived.name)
      written.push(path)
      restoreFile(path, archived, file)
    }
    return files.map(({ name }) => name)
  } catch (error) {
    for (const path of written) rmSync(path, { force: true })
    throw error
  } finally {
    lock.close()
  }
}

function restoreFile(path: string, { name, bytes }: ArchivedFile, backupFile: string): void {
  try {
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx', flush: true })
  } catch (cause) {
    throw new DataDirError({ path, action: 'written', cause })
  }
  const database = backupDatabases.find((one) => one.file === name)
  if (database !== undefined) checkDatabase(path, database, backupFile)
}

function checkDatabase(path: string, { migrations }: BackupDatabase, backupFile: string): void {
  using database = new DatabaseSync(path, { readOnly: true })
  const problem = (text: string) => new BackupUnusableError({ file: backupFile, problem: text })
  if (versionOf(database) > migrations.length) {
    throw problem('it was made by a newer version of this program, which is needed to restore it')
  }
  const check = database.prepare('PRAGMA integrity_check').get()?.integrity_check
  if (check !== 'ok') throw problem('a database in it is damaged')
}
