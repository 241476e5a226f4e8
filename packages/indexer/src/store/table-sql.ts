import { copyLine } from '@millrace/database'
import { getTableColumns } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'

/** Whatever runs SQL: a database or an open transaction. */
export interface Sql {
  query(text: string, parameters?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>
}

/** An open transaction. */
export interface WritingSql extends Sql {
  copyIn(target: string, lines: string): Promise<void>
}

interface Column {
  /** Name of the field in a row. */
  readonly field: string
  /** Name in SQL, quoted. */
  readonly name: string
  readonly plainName: string
  readonly type: string
  readonly column: PgColumn
}

type Row = Readonly<Record<string, unknown>>

/** Rows in one statement at the most: enough that their number no longer costs, few enough for short waits. */
const rowsAtOnce = 1_000

/**
 * Statements for one table, made from its definition. Rows travel as one array a column, which costs a fraction of what
 * a parameter for each value does.
 */
export class TableSql {
  /** With the schema, quoted. */
  readonly name: string
  readonly plainName: string
  readonly #columns: readonly Column[]
  readonly #keys: readonly Column[]

  constructor(table: PgTable) {
    const { schema, name, primaryKeys } = getTableConfig(table)
    this.name = `"${schema}"."${name}"`
    this.plainName = name
    this.#columns = Object.entries(getTableColumns(table)).map(([field, column]) => ({
      field,
      name: `"${column.name}"`,
      plainName: column.name,
      type: column.getSQLType(),
      column,
    }))
    const keyNames = new Set(primaryKeys.flatMap(({ columns }) => columns.map((column) => column.name)))
    this.#keys = this.#columns.filter(({ column, plainName }) => column.primary || keyNames.has(plainName))
  }

  /** Adds new rows. */
  async insert(sql: WritingSql, rows: readonly object[]): Promise<void> {
    if (rows.length === 0) return
    const lines = rows.map((row) => copyLine(this.#columns.map((column) => this.#toDriver(column, row))))
    await sql.copyIn(`${this.name} (${namesOf(this.#columns)})`, lines.join(''))
  }

  async upsert(sql: Sql, rows: readonly object[]): Promise<void> {
    const statement = `${this.#insertText()} ${this.#conflictText()}`
    await this.#inParts(sql, { rows, columns: this.#columns, statement })
  }

  async delete(sql: Sql, rows: readonly object[]): Promise<void> {
    const statement = `delete from ${this.name} where (${namesOf(this.#keys)}) in (select * from ${unnest(this.#keys)})`
    await this.#inParts(sql, { rows, columns: this.#keys, statement })
  }

  /** Rows in the types of the table's definition; `rest` follows the table's name, which goes by `t`. */
  async select<T extends object>(sql: Sql, rest = '', parameters: readonly unknown[] = []): Promise<T[]> {
    const names = this.#columns.map(({ name }) => `t.${name}`).join(', ')
    const found = await sql.query(`select ${names} from ${this.name} t ${rest}`, parameters)
    return found.map((row) => this.parse<T>(row))
  }

  parse<T extends object>(row: Row): T {
    return Object.fromEntries(
      this.#columns.map(({ field, plainName, column }) => {
        const value = row[plainName]
        return [field, value === null ? null : column.mapFromDriverValue(value)]
      }),
    ) as T
  }

  /** A row by column, as JSON from which `restore` makes it again. */
  toImage(row: object): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      this.#columns.map((column) => [column.plainName, this.#toDriver(column, row, { isImage: true })]),
    )
  }

  /** Writes rows from their images, each in JSON. */
  async restore(sql: Sql, images: readonly string[]): Promise<void> {
    const names = namesOf(this.#columns)
    await sql.query(
      `insert into ${this.name} (${names})
       select ${names} from json_populate_recordset(null::${this.name}, $1::json) ${this.#conflictText()}`,
      [`[${images.join(',')}]`],
    )
  }

  /** Deletes rows by what `keyOf` says of them. */
  async deleteKeys(sql: Sql, keys: readonly string[]): Promise<void> {
    await sql.query(`delete from ${this.name} where ${this.keySql()} = any($1::text[])`, [keys])
  }

  /** The key's parts in one text. */
  keyOf(row: object): string {
    return this.#keys.map((column) => String(this.#toDriver(column, row))).join('/')
  }

  keySql(): string {
    return this.#keys.map(({ name }) => `${name}::text`).join(` || '/' || `)
  }

  #insertText(): string {
    // JSON travels as text, since an array of documents is read as nested arrays.
    const values = this.#columns
      .map(({ type, name }) => (type === 'json' ? `${name}::json` : name))
      .join(', ')
    const names = namesOf(this.#columns)
    return `insert into ${this.name} (${names}) select ${values} from ${unnest(this.#columns)} as t (${names})`
  }

  #conflictText(): string {
    const changed = this.#columns.filter((column) => !this.#keys.includes(column))
    const sets = changed.map(({ name }) => `${name} = excluded.${name}`).join(', ')
    return `on conflict (${namesOf(this.#keys)}) do update set ${sets}`
  }

  async #inParts(
    sql: Sql,
    { rows, columns, statement }: { rows: readonly object[]; columns: readonly Column[]; statement: string },
  ): Promise<void> {
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      const part = rows.slice(start, start + rowsAtOnce)
      await sql.query(
        statement,
        columns.map((column) => part.map((row) => this.#toDriver(column, row))),
      )
    }
  }

  #toDriver({ field, type, column }: Column, row: object, { isImage = false } = {}): unknown {
    const value = (row as Row)[field]
    if (value === null || value === undefined) return null
    if (type === 'json') return isImage ? value : toJson(value)
    return column.mapToDriverValue(value)
  }
}

function namesOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => name).join(', ')
}

/** One array a column, in the columns' order. */
function unnest(columns: readonly Column[]): string {
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type === 'json' ? 'text' : type}[]`)
  return `unnest(${arrays.join(', ')})`
}

/** Whole numbers of any size as text; zero characters, which PostgreSQL does not keep, as the sign for unreadable ones. */
function toJson(value: unknown): string {
  return JSON.stringify(value, toJsonPart)
}

function toJsonPart(_key: string, part: unknown): unknown {
  if (typeof part === 'bigint') return part.toString()
  return typeof part === 'string' && part.includes('\0') ? part.replaceAll('\0', '\ufffd') : part
}
