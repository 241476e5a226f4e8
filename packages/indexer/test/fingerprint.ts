import { getTableName, isTable } from 'drizzle-orm'
import * as schema from '../src/schema/tables.ts'
import type { Sql } from '../src/store/table-sql.ts'

/** What is kept of the way to a state rather than of the state, or compared in a way of its own below. */
const others: readonly string[] = ['checkpoint', 'undo', 'block', 'outbox']
const compared = Object.values(schema)
  .filter((table) => isTable(table))
  .map((table) => getTableName(table))
  .filter((name) => !others.includes(name))

/** All that a database says of the chain, in a form that can be compared. */
export async function fingerprint(sql: Sql): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {}
  for (const table of compared) {
    const rows = await sql.query(`select t::text as row from "indexer"."${table}" t order by 1`)
    found[table] = rows.map(({ row }) => String(row))
  }
  const blocks = await sql.query(
    `select b::text as row from "indexer"."block" b
     where exists (select 1 from "indexer"."event" e where e.block_number = b.number) order by 1`,
  )
  found['block'] = blocks.map(({ row }) => String(row))
  // What a consumer of the outbox believes once it has read it to the end.
  const believed = await sql.query(
    `select distinct on (id) id, state, kind, subject, round, block_hash, data::text from "indexer"."outbox" order by id, seq desc`,
  )
  found['outbox'] = believed.filter(({ state }) => state !== 'retracted').map((row) => JSON.stringify(row))
  return found
}
