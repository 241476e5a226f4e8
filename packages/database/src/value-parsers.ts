import { types } from '@electric-sql/pglite'

type Parser = (text: string) => unknown

/** As text: exact, and free of the machine's time zone. */
const asText: Parser = (text) => text

/** A number where that is exact, a bigint otherwise. */
function parseInt8(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

/** From `\x…`, the form that servers use by default. */
function parseBytea(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
}

/** `2026-01-02 03:04:05.678+00` */
function parseTimestamptz(text: string): Date | number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
}

/** How each type reads that an engine would read in its own way, with the number of the type of its arrays. */
const scalars: readonly { readonly type: number; readonly array: number; readonly parse: Parser }[] = [
  { type: types.BOOL, array: 1000, parse: (text) => text === 't' },
  { type: types.BYTEA, array: 1001, parse: parseBytea },
  { type: types.INT2, array: 1005, parse: Number },
  { type: types.INT4, array: 1007, parse: Number },
  { type: types.INT8, array: 1016, parse: parseInt8 },
  { type: types.FLOAT4, array: 1021, parse: Number },
  { type: types.FLOAT8, array: 1022, parse: Number },
  { type: types.NUMERIC, array: 1231, parse: asText },
  { type: types.TEXT, array: 1009, parse: asText },
  { type: types.VARCHAR, array: 1015, parse: asText },
  { type: types.UUID, array: 2951, parse: asText },
  { type: types.JSON, array: 199, parse: JSON.parse },
  { type: types.JSONB, array: 3807, parse: JSON.parse },
  { type: types.DATE, array: 1182, parse: asText },
  { type: types.TIMESTAMP, array: 1115, parse: asText },
  { type: types.TIMESTAMPTZ, array: 1185, parse: parseTimestamptz },
  { type: types.INTERVAL, array: 1187, parse: asText },
]

/** By number of the type; both engines read by these, so that a value is the same from either. */
export const valueParsers: Readonly<Record<number, Parser>> = Object.fromEntries(
  scalars.flatMap(({ type, array, parse }) => [
    [type, parse],
    [array, (text: string) => types.arrayParser(text, parse, array)],
  ]),
)
