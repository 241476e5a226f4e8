import { join } from 'node:path'
import {
  bigint,
  boolean,
  customType,
  date,
  doublePrecision,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  varchar,
} from 'drizzle-orm/pg-core'
import { type Database, type DatabasePlace, openDatabase, uint256 } from '../src/index.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const namespace = pgSchema('shop')

export const shelf = namespace.table('shelf', {
  id: bigint('id', { mode: 'bigint' }).primaryKey(),
  amount: uint256('amount').notNull(),
  small: integer('small'),
  ok: boolean('ok'),
  name: text('name'),
  label: varchar('label', { length: 20 }),
  seenAt: timestamp('seen_at', { withTimezone: true }),
  body: bytes('body'),
  facts: jsonb('facts'),
  ratio: doublePrecision('ratio'),
  tags: text('tags').array(),
  day: date('day'),
})
export const pair = namespace.table(
  'pair',
  { a: text('a').notNull(), b: integer('b').notNull() },
  (table) => [primaryKey({ columns: [table.a, table.b] })],
)
export const schema = { shelf, pair }
export const migrations = { service: 'shop', folder: join(import.meta.dirname, 'migrations') }

export function openShop(place: DatabasePlace): Promise<Database<typeof schema>> {
  return openDatabase(place, { migrations, schema })
}
