import { getTableColumns, is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import type { Schema, Session } from './database.ts'

/** What PostgreSQL calls types that have a second name. */
const fullNames: Readonly<Record<string, string>> = {
  serial: 'integer',
  bigserial: 'bigint',
  varchar: 'character varying',
  char: 'character',
  timestamp: 'timestamp without time zone',
  time: 'time without time zone',
}

/**
 * What the tables in a database and their definitions do not have in common: tables, columns, types, nullability and
 * primary keys, a sentence each. Compares all tables of the schemas that the definitions name.
 */
export async function schemaDifferences(
  database: Pick<Session, 'query'>,
  schema: Schema,
): Promise<readonly string[]> {
  const tables = Object.values(schema).filter((one) => is(one, PgTable))
  const defined = new Set(tables.flatMap(linesOf))
  const found = new Set(await linesIn(database, [...new Set(tables.map(namespaceOf))]))
  return [
    ...[...defined].filter((line) => !found.has(line)).map((line) => `only defined: ${line}`),
    ...[...found].filter((line) => !defined.has(line)).map((line) => `only in the database: ${line}`),
  ].sort()
}

function namespaceOf(table: PgTable): string {
  return getTableConfig(table).schema ?? 'public'
}

function linesOf(table: PgTable): string[] {
  const { name, primaryKeys } = getTableConfig(table)
  const columns = Object.values(getTableColumns(table))
  const keys = new Set([
    ...columns.filter((column) => column.primary).map((column) => column.name),
    ...primaryKeys.flatMap((key) => key.columns.map((column) => column.name)),
  ])
  return columns.map((column) =>
    lineOf({
      table: `${namespaceOf(table)}.${name}`,
      column: column.name,
      type: fullName(column.getSQLType()),
      isNullable: !column.notNull && !keys.has(column.name),
      isKey: keys.has(column.name),
    }),
  )
}

async function linesIn(
  database: Pick<Session, 'query'>,
  namespaces: readonly string[],
): Promise<readonly string[]> {
  const rows = await database.query(
    `select n.nspname || '.' || c.relname as table, a.attname::text as column,
       format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
       exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)) as key
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1::text[]) and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
    [namespaces],
  )
  return rows.map((row) =>
    lineOf({
      table: String(row.table),
      column: String(row.column),
      type: String(row.type),
      isNullable: row.nullable === true,
      isKey: row.key === true,
    }),
  )
}

interface ColumnFacts {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly isNullable: boolean
  readonly isKey: boolean
}

function lineOf({ table, column, type, isNullable, isKey }: ColumnFacts): string {
  return `${table}.${column} ${type}${isNullable ? '' : ' not null'}${isKey ? ' key' : ''}`
}

/** `numeric(78, 0)` → `numeric(78,0)`, `varchar(4)[]` → `character varying(4)[]` */
function fullName(type: string): string {
  const plain = type.replace(/,\s+/g, ',').replace(/\s+\(/g, '(')
  return plain.replace(/^[a-z]+(?=$|\(|\[)/, (name) => fullNames[name] ?? name)
}
