import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { redemptionTables, winnersTable } from '../../redemption/schema.ts'
import { type Migrations, openDatabase } from '../../state/database.ts'

/** An orchestrator's state: secrets, winners, and what gateways have paid for. */
export const orchestratorMigrations: Migrations = [
  `CREATE TABLE settings (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
   ${winnersTable}`,
  `CREATE TABLE nonces (
     rand_hash TEXT NOT NULL,
     sender TEXT NOT NULL,
     nonce INTEGER NOT NULL,
     expiration_block INTEGER NOT NULL,
     PRIMARY KEY (rand_hash, nonce)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX nonces_by_expiration ON nonces (expiration_block);
   CREATE TABLE balances (
     peer TEXT NOT NULL,
     session_id TEXT NOT NULL,
     numerator TEXT NOT NULL,
     denominator TEXT NOT NULL,
     price_wei TEXT,
     price_pixels TEXT,
     used_at_ms INTEGER NOT NULL,
     PRIMARY KEY (peer, session_id)
   ) STRICT, WITHOUT ROWID;`,
  redemptionTables,
]

export const orchestratorDatabaseFile = 'orchestrator.sqlite'

/** @throws {DataDirError} naming the file. */
export function openOrchestratorDatabase(dataDir: string): DatabaseSync {
  return openDatabase(join(dataDir, orchestratorDatabaseFile), orchestratorMigrations)
}
