import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { redemptionTables, winnersTable } from '../redemption/schema.ts'
import { type Migrations, openDatabase } from '../state/database.ts'

/** A redeemer's state: winners of all its orchestrators, and the transactions that redeem them. */
const redeemerMigrations: Migrations = [winnersTable, redemptionTables]

/** @throws {DataDirError} naming the file. */
export function openRedeemerDatabase(dataDir: string): DatabaseSync {
  return openDatabase(join(dataDir, 'redeemer.sqlite'), redeemerMigrations)
}
