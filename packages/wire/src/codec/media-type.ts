/** A content type and its parameters, both with names in lower case. */
export interface MediaType {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const typePattern = new RegExp(`^\\s*(${token}(?:/${token})?)\\s*(?:;|$)`)
const parameterPattern = new RegExp(
  `\\s*(${token})\\s*=\\s*(?:(${token})|"((?:[^"\\\\]|\\\\.)*)")\\s*(?:;|$)`,
  'y',
)
const longest = 1_024

/** @returns undefined for a text that is no content type (RFC 9110 8.3), or one longer than anybody needs. */
export function parseMediaType(text: string): MediaType | undefined {
  const head = text.length > longest ? null : typePattern.exec(text)
  if (head === null) return undefined
  const parameters = new Map<string, string>()
  let at = head[0].length
  while (text.slice(at).trim() !== '') {
    parameterPattern.lastIndex = at
    const match = parameterPattern.exec(text)
    const name = match?.[1]?.toLowerCase()
    if (match === null || name === undefined || parameters.has(name)) return undefined
    parameters.set(name, match[2] ?? match[3]?.replace(/\\(.)/g, '$1') ?? '')
    at = parameterPattern.lastIndex
  }
  return { type: (head[1] ?? '').toLowerCase(), parameters }
}
