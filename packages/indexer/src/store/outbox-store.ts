import type { InferSelectModel } from 'drizzle-orm'
import type { Happening } from '../ledger/ledger.ts'
import * as schema from '../schema/tables.ts'
import type { Header } from '../source/raw-block.ts'
import { type Sql, TableSql, type WritingSql } from './table-sql.ts'

type OutboxRow = InferSelectModel<typeof schema.outbox>

const outbox = new TableSql(schema.outbox)

/** The same for the same happening of the same transaction, whatever block it ends up in. */
function idOf({ txHash, position, kind }: Happening): string {
  return `${txHash}/${position}/${kind}`
}

/** The next number; only one process writes. */
export async function nextSeq(sql: Sql): Promise<number> {
  const [row] = await sql.query('select coalesce(max(seq), 0) + 1 as next from "indexer"."outbox"')
  return Number(row?.['next'] ?? 1)
}

/** Adds what happened, provisional or at once confirmed; what consumers know as confirmed already is left out. */
export async function tell(
  sql: WritingSql,
  happenings: readonly { readonly block: Header; readonly happening: Happening }[],
  { seq, confirmedBlock }: { readonly seq: number; readonly confirmedBlock: number },
): Promise<number> {
  const rows = happenings.map(({ block, happening }): OutboxRow => {
    const state = block.number <= confirmedBlock ? 'confirmed' : 'provisional'
    const { kind, subject, round, data, txHash } = happening
    return {
      seq: 0,
      id: idOf(happening),
      ...{ state, kind, subject, round, data, txHash },
      blockNumber: block.number,
      blockHash: block.hash,
      time: block.time,
      isSettled: state === 'confirmed',
    }
  })
  const known = await confirmedAmong(sql, rows)
  const added = rows.filter(({ id }) => !known.has(id)).map((row, index) => ({ ...row, seq: seq + index }))
  await outbox.insert(sql, added)
  return seq + added.length
}

/** After a new start from the first block, everything is seen again. */
async function confirmedAmong(sql: Sql, rows: readonly OutboxRow[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set()
  const found = await sql.query(
    `select id from "indexer"."outbox" o where id = any($1::text[]) and state = 'confirmed'
     and not exists (select 1 from "indexer"."outbox" r where r.id = o.id and r.state = 'retracted' and r.seq > o.seq)`,
    [rows.map(({ id }) => id)],
  )
  return new Set(found.map(({ id }) => String(id)))
}

/** Confirms what is deep enough. */
export async function confirm(
  sql: WritingSql,
  { seq, confirmedBlock }: { readonly seq: number; readonly confirmedBlock: number },
): Promise<number> {
  const rows = await outbox.select<OutboxRow>(
    sql,
    `where not is_settled and state = 'provisional' and block_number <= $1 order by seq`,
    [confirmedBlock],
  )
  return settleAs(sql, { rows, seq, state: 'confirmed' })
}

/** Takes back what happened in blocks that are no longer part of the chain. */
export async function retract(
  sql: WritingSql,
  { seq, afterBlock }: { readonly seq: number; readonly afterBlock: number },
): Promise<number> {
  const rows = await outbox.select<OutboxRow>(
    sql,
    `where block_number > $1 and state <> 'retracted'
     and not exists (select 1 from "indexer"."outbox" r where r.id = t.id and r.seq > t.seq) order by seq`,
    [afterBlock],
  )
  return settleAs(sql, { rows, seq, state: 'retracted' })
}

/**
 * Takes back all that is not confirmed, as before every block is read anew: what still stands is told again then.
 * @returns whether consumers were ever told anything.
 */
export async function retractProvisional(sql: WritingSql): Promise<boolean> {
  const seq = await nextSeq(sql)
  const rows = await outbox.select<OutboxRow>(
    sql,
    `where not is_settled and state = 'provisional' order by seq`,
  )
  await settleAs(sql, { rows, seq, state: 'retracted' })
  return seq > 1
}

/** A block of which consumers were told something that stands as confirmed. */
export interface ToldBlock {
  readonly number: number
  readonly hash: string
}

/** @returns in the order of their numbers */
export async function readToldBlocks(sql: Sql): Promise<readonly ToldBlock[]> {
  const rows = await sql.query(
    `select distinct block_number, block_hash from "indexer"."outbox" o where state = 'confirmed'
     and not exists (select 1 from "indexer"."outbox" r where r.id = o.id and r.state = 'retracted' and r.seq > o.seq)
     order by block_number`,
  )
  return rows.map((row) => ({ number: Number(row['block_number']), hash: String(row['block_hash']) }))
}

async function settleAs(
  sql: WritingSql,
  {
    rows,
    seq,
    state,
  }: { readonly rows: readonly OutboxRow[]; readonly seq: number; readonly state: 'confirmed' | 'retracted' },
): Promise<number> {
  if (rows.length === 0) return seq
  await sql.query('update "indexer"."outbox" set is_settled = true where seq = any($1::bigint[])', [
    rows.map((row) => row.seq),
  ])
  await outbox.insert(
    sql,
    rows.map((row, index) => ({ ...row, seq: seq + index, state, isSettled: true })),
  )
  return seq + rows.length
}
