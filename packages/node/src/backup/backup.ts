import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { openDatabase } from '../state/database.ts'
import { DataDirError } from '../state/errors.ts'
import { type ArchivedFile, writeArchive } from './archive.ts'
import { BackupExistsError, NoStateError } from './errors.ts'
import { type BackupDatabase, backupDatabases, backupFiles } from './parts.ts'

export interface BackupOptions {
  readonly dataDir: string
  /** The file to write. */
  readonly file: string
  /** A keystore to take along, encrypted as it is. Its password never is. */
  readonly keystoreFile?: string | undefined
}

/**
 * Copies a node's state into one file, also while the node works: each database as it is at one moment. Secrets, nonces,
 * sessions and credit stay out; see `BackupDatabase.forget`.
 * @returns the names of what is in it
 * @throws {NoStateError | BackupExistsError}
 * @throws {DataDirError} when a file cannot be read or written.
 */
export async function createBackup({
  dataDir,
  file,
  keystoreFile,
}: BackupOptions): Promise<readonly string[]> {
  if (existsSync(file)) throw new BackupExistsError({ file })
  const found = backupDatabases.filter((database) => existsSync(join(dataDir, database.file)))
  if (found.length === 0) throw new NoStateError({ dataDir })
  const files: ArchivedFile[] = []
  try {
    for (const database of found)
      files.push({ name: database.file, bytes: await copyOf(dataDir, database, file) })
    for (const name of backupFiles) {
      if (existsSync(join(dataDir, name))) files.push({ name, bytes: readFileSync(join(dataDir, name)) })
    }
    if (keystoreFile !== undefined) {
      files.push({ name: basename(keystoreFile), bytes: readFileSync(keystoreFile) })
    }
    writeArchive(file, files)
  } catch (cause) {
    if (cause instanceof DataDirError) throw cause
    throw new DataDirError({ path: file, action: 'written', cause })
  }
  return files.map(({ name }) => name)
}

/** A consistent copy, in a folder that only its owner can look into. */
async function copyOf(
  dataDir: string,
  { file, migrations, forget }: BackupDatabase,
  out: string,
): Promise<Uint8Array> {
  const folder = mkdtempSync(join(dirname(resolve(out)), '.millrace-backup-'))
  try {
    const path = join(folder, file)
    using source = new DatabaseSync(join(dataDir, file), { readOnly: true, timeout: 5_000 })
    await backup(source, path)
    // Brought up to date, for the node may not have been started since this version came.
    using copy = openDatabase(path, migrations)
    // What is forgotten must not stay behind in free pages.
    copy.exec(`PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON; ${forget} VACUUM;`)
    copy.close()
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
