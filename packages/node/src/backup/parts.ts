import { gatewayDatabaseFile, gatewayMigrations } from '../gateway/store/schema.ts'
import { orchestratorDatabaseFile, orchestratorMigrations } from '../orchestrator/store/schema.ts'
import { redeemerDatabaseFile, redeemerMigrations } from '../redeemer/schema.ts'
import type { Migrations } from '../state/database.ts'

/** A database in a data folder, as it goes into a backup. */
export interface BackupDatabase {
  readonly file: string
  readonly migrations: Migrations
  /**
   * SQL that takes out what must not come back from an old copy. A ticket or a nonce that was used after the copy was
   * made is not in it, so nothing of those days may be valid any more: secrets are made anew, and with them all ticket
   * parameters, tokens and sessions; credit belonged to those sessions.
   */
  readonly forget: string
}

export const backupDatabases: readonly BackupDatabase[] = [
  {
    file: orchestratorDatabaseFile,
    migrations: orchestratorMigrations,
    forget: `DELETE FROM settings WHERE key LIKE 'secret:%'; DELETE FROM nonces; DELETE FROM balances;`,
  },
  {
    file: gatewayDatabaseFile,
    migrations: gatewayMigrations,
    forget: 'DELETE FROM used_nonces; DELETE FROM balances; DELETE FROM sessions;',
  },
  // What was redeemed since is found out by asking the chain, and a nonce that was used since by looking at it.
  { file: redeemerDatabaseFile, migrations: redeemerMigrations, forget: '' },
]

/** Other files of a data folder that go along. */
export const backupFiles: readonly string[] = ['stream-keys.json']
