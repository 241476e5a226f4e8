const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * A row as PostgreSQL's text form of `copy` has it, with the end of its line.
 * @param values - texts, numbers, bigints, booleans, and null
 */
export function copyLine(values: readonly unknown[]): string {
  return `${values.map(fieldOf).join('\t')}\n`
}

function fieldOf(value: unknown): string {
  if (value === null) return '\\N'
  if (typeof value === 'string')
    return /[\\\n\r\t]/.test(value) ? value.replace(/[\\\n\r\t]/g, (sign) => escapes[sign] ?? sign) : value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  throw new TypeError(`A value of type ${typeof value} has no text form here.`)
}
