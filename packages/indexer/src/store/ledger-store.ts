import type { InferSelectModel } from 'drizzle-orm'
import { type Appended, type EntityTables, Ledger } from '../ledger/ledger.ts'
import { rankRounds } from '../projection/active-round.ts'
import * as schema from '../schema/tables.ts'
import { type Sql, TableSql, type WritingSql } from './table-sql.ts'

export type CheckpointRow = InferSelectModel<typeof schema.checkpoint>
type UndoRow = InferSelectModel<typeof schema.undo>

const checkpoint = new TableSql(schema.checkpoint)
const undo = new TableSql(schema.undo)

/** Tables whose rows events change. */
const entities: Readonly<Record<keyof EntityTables, TableSql>> = {
  protocol: new TableSql(schema.protocol),
  contract: new TableSql(schema.contract),
  parameter: new TableSql(schema.parameter),
  orchestrator: new TableSql(schema.orchestrator),
  pool: new TableSql(schema.pool),
  delegator: new TableSql(schema.delegator),
  unbondingLock: new TableSql(schema.unbondingLock),
  round: new TableSql(schema.round),
  day: new TableSql(schema.day),
  gateway: new TableSql(schema.gateway),
  payment: new TableSql(schema.payment),
  orchestratorDay: new TableSql(schema.orchestratorDay),
  gatewayDay: new TableSql(schema.gatewayDay),
  tokenHolder: new TableSql(schema.tokenHolder),
  proposal: new TableSql(schema.proposal),
  proposalVote: new TableSql(schema.proposalVote),
  poll: new TableSql(schema.poll),
  pollVote: new TableSql(schema.pollVote),
  profileText: new TableSql(schema.profileText),
  accountLink: new TableSql(schema.accountLink),
}

/** Tables to which events only add. */
const appended: Readonly<Record<keyof Appended, TableSql>> = {
  block: new TableSql(schema.block),
  event: new TableSql(schema.event),
  eventAccount: new TableSql(schema.eventAccount),
  stakeChange: new TableSql(schema.stakeChange),
  cutChange: new TableSql(schema.cutChange),
}

const blockColumnOf = (name: string) => (name === 'block' ? 'number' : 'block_number')

/** Days before that of the last event cannot change any more. */
const lastDay = '(select max(day) from "indexer"."day")'

/** Of these only rows are read back that an event may still change; see `forgetSettled` of the projection. */
const needed: Partial<Record<keyof EntityTables, string>> = {
  pool: `join "indexer"."orchestrator" o on o.address = t.orchestrator
    where t.round >= (select max(current_round) - 1 from "indexer"."protocol")
       or t.round in (o.last_reward_round, o.last_fee_round, o.last_active_stake_update_round)
       or t.rank is not null and t.round >= (select max(current_round) - ${rankRounds} from "indexer"."protocol")`,
  orchestratorDay: `where t.day >= ${lastDay}`,
  gatewayDay: `where t.day >= ${lastDay}`,
  payment: 'where t.round >= (select max(current_round) from "indexer"."protocol")',
  round: 'where t.round >= (select max(current_round) from "indexer"."protocol")',
}

export async function readCheckpoint(sql: Sql): Promise<CheckpointRow | undefined> {
  const [row] = await checkpoint.select<CheckpointRow>(sql)
  return row
}

export async function writeCheckpoint(sql: Sql, row: CheckpointRow): Promise<void> {
  await checkpoint.upsert(sql, [row])
}

/** The ledger as of the checkpoint. */
export async function loadLedger(sql: Sql): Promise<Ledger> {
  const ledger = new Ledger()
  for (const name of Object.keys(entities) as (keyof EntityTables)[]) {
    const rows = await entities[name].select<never>(sql, needed[name])
    ledger.tables[name].load(rows)
  }
  return ledger
}

/** Row images from before the block that ends here, for the undo table. Each block's are taken once. */
export function endBlock(ledger: Ledger, blockNumber: number): readonly UndoRow[] {
  return (Object.keys(entities) as (keyof EntityTables)[]).flatMap((name) => {
    const table = entities[name]
    const images: readonly { readonly key: string; readonly before: object | undefined }[] =
      ledger.tables[name].endBlock()
    return images.map(({ key, before }) => ({
      blockNumber,
      tableName: table.plainName,
      key,
      before: before ? table.toImage(before) : null,
    }))
  })
}

/** What changed in a ledger and is not written yet. */
export interface LedgerChanges {
  readonly entities: readonly {
    readonly table: TableSql
    readonly upserted: readonly object[]
    readonly deleted: readonly object[]
  }[]
  readonly appended: readonly { readonly table: TableSql; readonly rows: readonly object[] }[]
}

/** What changed since the last time; each change is handed out once. */
export function takeChanges(ledger: Ledger): LedgerChanges {
  return {
    entities: (Object.keys(entities) as (keyof EntityTables)[]).map((name) => ({
      table: entities[name],
      ...ledger.tables[name].takeChanges(),
    })),
    appended: (Object.keys(appended) as (keyof Appended)[]).map((name) => ({
      table: appended[name],
      rows: ledger.appended[name].splice(0),
    })),
  }
}

/** Writes changes; may be done again with the same ones when a transaction has to be repeated. */
export async function writeChanges(
  sql: WritingSql,
  changes: LedgerChanges,
  images: readonly UndoRow[],
): Promise<void> {
  for (const { table, upserted, deleted } of changes.entities) {
    await table.upsert(sql, upserted)
    await table.delete(sql, deleted)
  }
  for (const { table, rows } of changes.appended) await table.insert(sql, rows)
  await undo.insert(sql, images)
}

/** Makes the database what it was after `blockNumber`. */
export async function undoAfter(sql: Sql, blockNumber: number): Promise<void> {
  // The first image of each row is from before all that is undone.
  const images = await sql.query(
    `select distinct on (table_name, key) table_name, key, before::text as before from "indexer"."undo"
     where block_number > $1 order by table_name, key, block_number`,
    [blockNumber],
  )
  for (const table of Object.values(entities)) {
    const own = images.filter((image) => image['table_name'] === table.plainName)
    const restored = own.filter(({ before }) => before !== null).map(({ before }) => String(before))
    const added = own.filter(({ before }) => before === null).map(({ key }) => String(key))
    if (restored.length > 0) await table.restore(sql, restored)
    if (added.length > 0) await table.deleteKeys(sql, added)
  }
  for (const table of Object.values(appended)) {
    await sql.query(`delete from ${table.name} where ${blockColumnOf(table.plainName)} > $1`, [blockNumber])
  }
  await sql.query('delete from "indexer"."undo" where block_number > $1', [blockNumber])
}

/** Lets go of what was kept in case `fromBlock` up to `toBlock` would be taken back. */
export async function settle(
  sql: Sql,
  { fromBlock, toBlock }: { fromBlock: number; toBlock: number },
): Promise<void> {
  await sql.query('delete from "indexer"."undo" where block_number <= $1', [toBlock])
  await sql.query(
    `delete from "indexer"."block" b where b.number >= $1 and b.number < $2
     and not exists (select 1 from "indexer"."event" e where e.block_number = b.number)`,
    [fromBlock, toBlock],
  )
}

/** Empties all tables but the outbox, whose consumers have acted on what it says. */
export async function clearLedger(sql: Sql): Promise<void> {
  const names = [checkpoint, undo, ...Object.values(entities), ...Object.values(appended)].map(
    ({ name }) => name,
  )
  await sql.query(`truncate ${names.join(', ')}`)
}
