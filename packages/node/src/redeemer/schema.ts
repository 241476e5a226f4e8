import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { redemptionTables, winnersTable } from '../redemption/schema.ts'
import { type Migrations, openDatabase } from '../state/database.ts'

/** A redeemer's state: winners of all its orchestrators, and the transactions that redeem them. */
export const redeemerMigrations: Migrations = [winnersTable, redemptionTables]

export const redeemerDatabaseFile = 'redeemer.sqlite'

/** @throws {DataDirError} naming the file. */
export function openRedeemerDatabase(dataDir: string): DatabaseSync {
  return openDatabase(join(dataDir, redeemerDatabaseFile), redeemerMigrations)
}
