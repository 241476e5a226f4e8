import { fileURLToPath } from 'node:url'
import type { Logger } from '@millrace/common'
import { type Database, type DatabasePlace, openDatabase } from '@millrace/database'
import * as tables from '../schema/tables.ts'

const schema = { ...tables }
export type IndexerDatabase = Database<typeof schema>

/** Opens the indexer's tables, and makes them in an empty database. Throws as `openDatabase` does. */
export function openIndexerDatabase(
  place: DatabasePlace,
  { log }: { readonly log?: Logger } = {},
): Promise<IndexerDatabase> {
  const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))
  return openDatabase(place, { migrations: { service: 'indexer', folder }, schema, ...(log && { log }) })
}
