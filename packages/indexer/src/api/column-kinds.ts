import { z } from '@hono/zod-openapi'

/** What a column of a list holds, and how it travels. */
export interface ColumnKind {
  /** Type in SQL, for comparisons with a cursor. */
  readonly sql: string
  readonly schema: z.ZodType
  /** What a value in a cursor looks like; the database would refuse another. */
  readonly cursor?: RegExp
  /** What a bound for it looks like in a URL. */
  readonly bound?: RegExp
  /** From what the database gives; never null. */
  readonly toJson: (value: unknown) => unknown
}

const asIs = (value: unknown) => value
const toNumber = (value: unknown) => Number(value)

const kinds = {
  /** Amounts travel as decimal text, since they outgrow a double. */
  wei: {
    sql: 'numeric',
    schema: z.string().regex(/^-?\d+$/),
    cursor: /^-?\d{1,78}$/,
    bound: /^-?\d{1,78}$/,
    toJson: String,
  },
  count: {
    sql: 'bigint',
    schema: z.int(),
    cursor: /^-?\d{1,15}$/,
    bound: /^-?\d{1,15}$/,
    toJson: toNumber,
  },
  /** Unix time: seconds in the database, milliseconds outside. */
  time: {
    sql: 'bigint',
    schema: z.int(),
    cursor: /^-?\d{1,15}$/,
    toJson: (value: unknown) => Number(value) * 1_000,
  },
  ratio: {
    sql: 'double precision',
    schema: z.number(),
    cursor: /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/,
    bound: /^-?\d{1,20}(\.\d{1,20})?$/,
    toJson: toNumber,
  },
  text: { sql: 'text', schema: z.string(), toJson: String },
  boolean: { sql: 'boolean', schema: z.boolean(), toJson: asIs },
  json: { sql: 'json', schema: z.unknown(), toJson: asIs },
} as const satisfies Readonly<Record<string, ColumnKind>>

type KindName = keyof typeof kinds

export interface Column {
  readonly kind: KindName
  readonly nullable?: boolean
  readonly describe?: string
}

/** Columns by the name that they have in answers; in SQL the same with underscores. */
export type Columns = Readonly<Record<string, Column>>

export function kindOf({ kind }: Column): ColumnKind {
  return kinds[kind]
}

export function rowSchema(columns: Columns): z.ZodObject {
  return z.object(
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => {
        const { schema } = kindOf(column)
        const told = column.describe === undefined ? schema : schema.describe(column.describe)
        return [name, column.nullable ? told.nullable() : told]
      }),
    ),
  )
}

export function toJsonRow(columns: Columns, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      const value = row[sqlName(name)]
      return [name, value === null || value === undefined ? null : kindOf(column).toJson(value)]
    }),
  )
}

export function sqlName(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}
