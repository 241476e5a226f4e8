export interface Part {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Reads a multipart body; throws when it is not whole. */
export function readMultipart(contentType: string, body: Uint8Array): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (boundary === undefined) throw new Error('There is no boundary.')
  const raw = Buffer.from(body)
  const parts: Part[] = []
  let at = raw.indexOf(`--${boundary}`)
  if (at < 0) throw new Error('There is no first part.')
  for (;;) {
    at += boundary.length + 2
    if (raw.toString('latin1', at, at + 2) === '--') return parts
    const end = raw.indexOf(`\r\n--${boundary}`, at)
    const head = raw.indexOf('\r\n\r\n', at)
    if (end < 0 || head < 0 || head > end) throw new Error('A part does not end.')
    const lines = raw.toString('utf8', at + 2, head).split('\r\n')
    const headers = lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const
    })
    parts.push({ headers: Object.fromEntries(headers), body: new Uint8Array(raw.subarray(head + 4, end)) })
    at = end + 2
  }
}

export interface NewPart {
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: Uint8Array
}

export function writeMultipart(boundary: string, parts: readonly NewPart[]): Uint8Array {
  const pieces = parts.flatMap(({ headers, body }) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return [Buffer.from(`--${boundary}\r\n${lines.join('')}\r\n`), body, Buffer.from('\r\n')]
  })
  return new Uint8Array(Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]))
}
