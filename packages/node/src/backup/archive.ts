import { chmodSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { BackupUnusableError } from './errors.ts'

/** `M`, `R`, `B`, 1: marks a database as a backup of this form. */
const applicationId = 0x4d52_4201

const fileRow = z.object({
  name: z.string().regex(/^[\w][\w.-]{0,127}$/),
  bytes: z.instanceof(Uint8Array),
})

export interface ArchivedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Puts files into one: a database with a row for each. All of it is on disk under its name when this returns, or nothing. */
export function writeArchive(file: string, files: readonly ArchivedFile[]): void {
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  try {
    writeRows(partial, files)
    renameSync(partial, file)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

function writeRows(path: string, files: readonly ArchivedFile[]): void {
  using database = new DatabaseSync(path)
  chmodSync(path, 0o600)
  database.exec(`PRAGMA synchronous = FULL; PRAGMA application_id = ${applicationId}; BEGIN;
    CREATE TABLE files (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;`)
  const insert = database.prepare('INSERT INTO files (name, bytes) VALUES (?, ?)')
  for (const { name, bytes } of files) insert.run(name, bytes)
  database.exec('COMMIT')
}

/** @throws {BackupUnusableError} for a file that is no backup. */
export function readArchive(file: string): readonly ArchivedFile[] {
  if (!existsSync(file)) throw new BackupUnusableError({ file, problem: 'it is not there' })
  try {
    // A first look at the bytes: opening would make a journal beside somebody else's file.
    if (readFileSync(file).readUInt32BE(68) !== applicationId) throw new RangeError('other application')
    using database = new DatabaseSync(file, { readOnly: true })
    return z.array(fileRow).parse(database.prepare('SELECT name, bytes FROM files').all())
  } catch (cause) {
    throw new BackupUnusableError({ file, problem: 'it is no backup of a node, or damaged', cause })
  }
}
