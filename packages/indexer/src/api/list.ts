import { z } from '@hono/zod-openapi'
import type { Sql } from '../store/table-sql.ts'
import { type ColumnKind, type Columns, kindOf, sqlName, toJsonRow } from './column-kinds.ts'
import { InvalidQueryError } from './errors.ts'

export interface Filter {
  readonly schema: z.ZodType<string, unknown>
  /** What it leaves; by default said by its name. */
  readonly describe?: string
  /** Condition on the rows, in which each `$` stands for the value. */
  readonly where: string
}

/** A list that is answered page by page, as JSON or CSV. */
export interface ListDefinition {
  readonly path: string
  readonly summary: string
  /** SQL of its rows, a query in parentheses or a table. */
  readonly from: string
  readonly columns: Columns
  /** Columns that together are different in each row. */
  readonly key: readonly string[]
  /** Columns that it can be sorted by, the first is the usual one; rows with null come last in both directions. */
  readonly sorts: readonly string[]
  /** The usual direction. */
  readonly order: 'asc' | 'desc'
  readonly filters: Readonly<Record<string, Filter>>
}

export interface ListQuery {
  readonly sort: string
  readonly order: 'asc' | 'desc'
  readonly limit: number
  /** Values of sort and key of the last row that was given. */
  readonly after: readonly (string | null)[] | undefined
  readonly filters: Readonly<Record<string, string>>
}

const mostRows = 500
const usualRows = 50

const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address of 20 bytes in hexadecimal')
  .transform((value) => value.toLowerCase())

/** Bounds of columns that hold amounts and counts, by name: `feesWeiMin` and `feesWeiMax` of `feesWei`. */
export function rangesOf(columns: Columns, names: readonly string[]): Readonly<Record<string, Filter>> {
  const filters = names.flatMap((name) => {
    const { sql: type, bound } = kindAt(columns, name)
    if (!bound) return []
    const schema = z.string().regex(bound, 'must be a number')
    const of = (comparison: string): Filter['where'] => `${sqlName(name)} ${comparison} $::${type}`
    return [
      [`${name}Min`, { schema, where: of('>='), describe: `Only rows whose \`${name}\` is this or more.` }],
      [`${name}Max`, { schema, where: of('<='), describe: `Only rows whose \`${name}\` is this or less.` }],
    ] as const
  })
  return Object.fromEntries(filters)
}

/** Filters that many lists have. */
export const filterOf = {
  address: (column: string): Filter => ({ schema: addressSchema, where: `${column} = $` }),
  count: (column: string, comparison: '=' | '>=' | '<=' = '='): Filter => ({
    schema: z.string().regex(/^\d{1,15}$/, 'must be a whole number'),
    where: `${column} ${comparison} $::bigint`,
  }),
  hash: (column: string): Filter => ({
    schema: z
      .string()
      .regex(/^0x[0-9a-fA-F]{64}$/, 'must be a hash of 32 bytes in hexadecimal')
      .transform((value) => value.toLowerCase()),
    where: `${column} = $`,
  }),
  word: (column: string): Filter => ({
    schema: z.string().regex(/^[\w-]{1,64}$/, 'must be a word'),
    where: `${column} = $`,
  }),
}

/** Parameters of a list's URL. */
export function listQuerySchema({ filters, sorts, order }: ListDefinition): z.ZodObject {
  return z.strictObject({
    sort: z
      .enum(sorts as [string, ...string[]])
      .default(sorts[0] ?? '')
      .describe('Column that rows are sorted by.'),
    order: z.enum(['asc', 'desc']).default(order),
    limit: z.coerce.number().int().min(1).max(mostRows).default(usualRows).describe('Rows at the most.'),
    cursor: z.string().max(1_000).optional().describe('`next` of the page before.'),
    format: z.enum(['json', 'csv']).optional().describe('`csv` gives all rows; so does `Accept: text/csv`.'),
    ...Object.fromEntries(
      Object.entries(filters).map(([name, { schema, describe = `Only rows with this \`${name}\`.` }]) => [
        name,
        schema.optional().describe(describe),
      ]),
    ),
  })
}

/** @throws {InvalidQueryError} for a cursor that no answer gave. */
export function readListQuery(
  definition: ListDefinition,
  values: Readonly<Record<string, unknown>>,
): ListQuery {
  const { sort, order, limit, cursor, format: _, ...filters } = values
  return {
    sort: String(sort),
    order: order === 'asc' ? 'asc' : 'desc',
    limit: Number(limit),
    after:
      cursor === undefined
        ? undefined
        : readCursor(String(cursor), orderOf(definition, { sort: String(sort) }).length),
    filters: Object.fromEntries(
      Object.entries(filters).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    ),
  }
}

export interface ListPage {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  /** Cursor of the next page; undefined after the last. */
  readonly next: string | undefined
}

/** One page, which stays right while rows are added: it begins after a row, not at a number. */
export async function readPage(definition: ListDefinition, query: ListQuery, sql: Sql): Promise<ListPage> {
  const { columns } = definition
  const { text, parameters } = statementOf(definition, query)
  const rows = await sql.query(text, parameters)
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    items: page.map((row) => toJsonRow(columns, row)),
    next: last && writeCursor(orderOf(definition, query).map((name) => textOrNull(last[sqlName(name)]))),
  }
}

function statementOf(
  definition: ListDefinition,
  query: ListQuery,
): { readonly text: string; readonly parameters: readonly unknown[] } {
  const { from, columns, filters } = definition
  const parameters: unknown[] = []
  const place = (value: unknown) => `$${parameters.push(value)}`
  const conditions = Object.entries(query.filters).map(([name, value]) => {
    const filter = filters[name]
    if (!filter) throw new InvalidQueryError({ problem: `there is no filter ${name}` })
    return filter.where.replaceAll('$', place(value))
  })
  const names = orderOf(definition, query)
  if (query.after) conditions.push(afterCondition(definition, { ...query, after: query.after }, place))
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''
  const order = names.map((name) => `${sqlName(name)} ${query.order}${lastIfNull(columns, name)}`).join(', ')
  const selected = Object.keys(columns).map(sqlName).join(', ')
  const text = `select ${selected} from ${from} t ${where} order by ${order} limit ${query.limit + 1}`
  return { text, parameters }
}

/** Rows behind the one whose values of sort and key are given. */
function afterCondition(
  definition: ListDefinition,
  { sort, order, after }: ListQuery & { readonly after: readonly (string | null)[] },
  place: (value: unknown) => string,
): string {
  const { columns } = definition
  const names = orderOf(definition, { sort })
  const places = after.map((value, index) => {
    const { sql: type = 'text', cursor } = kindAt(columns, names[index])
    const isFit = value === null ? index === 0 && isNullable(columns, sort) : !cursor || cursor.test(value)
    if (!isFit) throw invalidCursor()
    return value === null ? 'null' : `${place(value)}::${type}`
  })
  const comparison = order === 'asc' ? '>' : '<'
  const behind = (from: number) =>
    `(${names.slice(from).map(sqlName).join(', ')}) ${comparison} (${places.slice(from).join(', ')})`
  if (!isNullable(columns, sort)) return behind(0)
  // Null is behind every value, and among nulls the key decides.
  if (after[0] === null) return `${sqlName(sort)} is null and ${behind(1)}`
  return `(${behind(0)} or ${sqlName(sort)} is null)`
}

function isNullable(columns: Columns, name: string): boolean {
  return columns[name]?.nullable === true
}

/** Said only where it matters: an index would not be used. */
function lastIfNull(columns: Columns, name: string): string {
  return isNullable(columns, name) ? ' nulls last' : ''
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** The sort column and then the key, so that no two rows are equal. */
function orderOf({ key }: ListDefinition, { sort }: Pick<ListQuery, 'sort'>): readonly string[] {
  return [sort, ...key.filter((name) => name !== sort)]
}

function writeCursor(values: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** No text in PostgreSQL holds a zero byte. */
const cursorSchema = z
  .array(
    z
      .string()
      .max(200)
      .refine((value) => !value.includes('\0'))
      .nullable(),
  )
  .max(8)

function readCursor(cursor: string, length: number): readonly (string | null)[] {
  try {
    const values = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (values.length === length) return values
  } catch {}
  throw invalidCursor()
}

function invalidCursor(): InvalidQueryError {
  return new InvalidQueryError({ problem: 'the cursor is none that an answer gave' })
}

function kindAt(columns: Columns, name = ''): Partial<ColumnKind> {
  const column = columns[name]
  return column ? kindOf(column) : {}
}
