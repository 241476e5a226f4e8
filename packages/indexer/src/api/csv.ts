import type { Columns } from './column-kinds.ts'

/** A line of CSV (RFC 4180), ended by CRLF. */
function line(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`
}

/** What spreadsheets take for a formula is text of strangers here: an apostrophe keeps it text. */
function quoted(cell: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(cell)
  const safe = !isNumber && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvHeader(columns: Columns): string {
  return line(Object.keys(columns))
}

/** A row as `toJsonRow` makes it; times as ISO 8601 in UTC, empty for null. */
export function csvLine(columns: Columns, row: Readonly<Record<string, unknown>>): string {
  return line(
    Object.entries(columns).map(([name, { kind }]) => {
      const value = row[name]
      if (value === null || value === undefined) return ''
      if (kind === 'time') return new Date(Number(value)).toISOString()
      return kind === 'json' ? JSON.stringify(value) : String(value)
    }),
  )
}
