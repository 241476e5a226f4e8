import { chmodSync, mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { DataDirError } from './errors.ts'

/** SQL that brings a schema one version further each; entries are only ever appended. */
export type Migrations = readonly string[]

/**
 * Makes the data folder; it holds secrets, so only its owner may look in.
 * @throws {DataDirError} when it cannot be made or written.
 */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new DataDirError({ path: dataDir, action: 'made', cause })
  }
}

/**
 * Opens a node's own state, made or brought up to date where needed. Each commit is fsynced before its statement
 * returns, so that what was committed survives a power cut.
 * @throws {DataDirError} naming the file.
 */
export function openDatabase(path: string, migrations: Migrations): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 5_000 })
    chmodSync(path, 0o600)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    migrate(database, migrations)
    return database
  } catch (cause) {
    database?.close()
    throw new DataDirError({ path, action: 'opened', cause })
  }
}

/** Does all of the work or nothing. @throws what the work or the disk throws */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // A failed COMMIT on a full disk may have rolled back already.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** @throws {Error} for a file that a newer version has written. */
function assertReadable(database: DatabaseSync, migrations: Migrations): void {
  if (versionOf(database) > migrations.length)
    throw new Error('it was written by a newer version of this program')
}

function migrate(database: DatabaseSync, migrations: Migrations): void {
  assertReadable(database, migrations)
  const version = versionOf(database)
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN; ${migration} PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}

/** How many migrations a database has been through. */
export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version)
}
