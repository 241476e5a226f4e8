export interface Part {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Takes a `multipart/mixed` answer apart, as a client of the push API does. */
export async function readParts(response: Response): Promise<readonly Part[]> {
  const type = response.headers.get('content-type') ?? ''
  const boundary = /^multipart\/mixed; boundary=(\w+)$/.exec(type)?.[1]
  if (boundary === undefined) throw new Error(`${response.status} ${type}: ${await response.text()}`)
  const body = Buffer.from(await response.arrayBuffer())
  const delimiter = Buffer.from(`--${boundary}`)
  const parts: Part[] = []
  for (let at = body.indexOf(delimiter); at >= 0; ) {
    const start = at + delimiter.length + 2
    const next = body.indexOf(delimiter, start)
    if (next < 0) break
    const end = body.indexOf('\r\n\r\n', start)
    const lines = body.subarray(start, end).toString('latin1').split('\r\n')
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ]),
    )
    parts.push({ headers, body: body.subarray(end + 4, next - 2) })
    at = next
  }
  return parts
}
