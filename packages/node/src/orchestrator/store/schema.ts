import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { type Migrations, openDatabase } from '../../state/database.ts'

/** An orchestrator's state: secrets, winners, and what gateways have paid for. */
export const orchestratorMigrations: Migrations = [
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
]

export const orchestratorDatabaseFile = 'orchestrator.sqlite'

/** @throws {DataDirError} naming the file. */
export function openOrchestratorDatabase(dataDir: string): DatabaseSync {
  return openDatabase(join(dataDir, orchestratorDatabaseFile), orchestratorMigrations)
}
