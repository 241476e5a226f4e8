import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { balanceTableSchema } from '../../state/balance-table.ts'
import { type Migrations, openDatabase } from '../../state/database.ts'
import { recordTableSchema } from '../../state/record-table.ts'

/** A gateway's state: what it has paid ahead, to whom and under which session, and how good each orchestrator was. */
export const gatewayMigrations: Migrations = [
  `${balanceTableSchema}
   CREATE TABLE used_nonces (
     rand_hash TEXT PRIMARY KEY,
     last INTEGER NOT NULL,
     expiration_block INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE sessions (
     stream_id TEXT NOT NULL,
     orchestrator_id TEXT NOT NULL,
     terms BLOB NOT NULL,
     initial_price_wei TEXT NOT NULL,
     initial_price_pixels TEXT NOT NULL,
     price_wei TEXT NOT NULL,
     price_pixels TEXT NOT NULL,
     used_at_ms INTEGER NOT NULL,
     PRIMARY KEY (stream_id, orchestrator_id)
   ) STRICT, WITHOUT ROWID;
   ${recordTableSchema}`,
  'CREATE TABLE settings (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;',
  `CREATE TABLE spending (
     purpose TEXT NOT NULL,
     day INTEGER NOT NULL,
     wei TEXT NOT NULL,
     PRIMARY KEY (purpose, day)
   ) STRICT, WITHOUT ROWID;`,
]

export const gatewayDatabaseFile = 'gateway.sqlite'

/** @throws {DataDirError} naming the file. */
export function openGatewayDatabase(dataDir: string): DatabaseSync {
  return openDatabase(join(dataDir, gatewayDatabaseFile), gatewayMigrations)
}
