import { fileURLToPath } from 'node:url'
import type { Logger } from '@millrace/common'
import { type Database, type DatabasePlace, openDatabase } from '@millrace/database'
import * as tables from './tables.ts'

const testerSchema = { ...tables }
export type TesterDatabase = Database<typeof testerSchema>

/** Opens the tester's tables, and makes them in an empty database. Throws as `openDatabase` does. */
export function openTesterDatabase(
  place: DatabasePlace,
  { log }: { readonly log?: Logger } = {},
): Promise<TesterDatabase> {
  const folder = fileURLToPath(new URL('../../../migrations/tester/', import.meta.url))
  return openDatabase(place, {
    migrations: { service: 'tester', folder },
    schema: testerSchema,
    ...(log && { log }),
  })
}
