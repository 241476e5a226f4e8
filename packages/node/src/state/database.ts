import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DataDirError } from '../../daemon/errors.ts'

/** Each entry brings the schema one version further; entries are only ever appended. */
const durableMigrations = [
  `CREATE TABLE settings (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
   CREATE TABLE winners (
     ticket_hash TEXT PRIMARY KEY,
     sender TEXT NOT NULL,
     recipient TEXT NOT NULL,
     face_value_wei TEXT NOT NULL,
     win_prob TEXT NOT NULL,
     sender_nonce INTEGER NOT NULL,
     recipient_rand_hash TEXT NOT NULL,
     signature TEXT NOT NULL,
     recipient_rand TEXT NOT NULL,
     creation_round TEXT NOT NULL,
     creation_round_block_hash TEXT NOT NULL,
     params_expiration_block TEXT NOT NULL,
     received_at_ms INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'redeemed', 'lost')),
     tx_hash TEXT,
     paid_wei TEXT,
     reason TEXT
   ) STRICT;
   CREATE INDEX winners_by_state ON winners (state, sender, received_at_ms);`,
]

const ledgerMigrations = [
  `CREATE TABLE nonces (
     rand_hash TEXT NOT NULL,
     sender TEXT NOT NULL,
     nonce INTEGER NOT NULL,
     expiration_block INTEGER NOT NULL,
     PRIMARY KEY (rand_hash, nonce)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX nonces_by_expiration ON nonces (expiration_block);`,
]

/**
 * What must survive a power cut: each commit is fsynced before the statement returns.
 * @throws {DataDirError} naming the file.
 */
export function openDurableDatabase(dataDir: string): DatabaseSync {
  return openDatabase(join(dataDir, 'orchestrator.sqlite'), 'FULL', durableMigrations)
}

/**
 * What must survive the process but may lose its last moments in a power cut: written per segment, so no fsync each.
 * @throws {DataDirError} naming the file.
 */
export function openLedgerDatabase(dataDir: string): DatabaseSync {
  return openDatabase(join(dataDir, 'ledger.sqlite'), 'NORMAL', ledgerMigrations)
}

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

function openDatabase(
  path: string,
  synchronous: 'FULL' | 'NORMAL',
  migrations: readonly string[],
): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 5_000 })
    chmodSync(path, 0o600)
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
    migrate(database, migrations)
    return database
  } catch (cause) {
    database?.close()
    throw new DataDirError({ path, action: 'opened', cause })
  }
}

function migrate(database: DatabaseSync, migrations: readonly string[]): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version > migrations.length) throw new Error('it was written by a newer version of this program')
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN; ${migration} PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
