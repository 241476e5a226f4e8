import { randomBytes } from 'node:crypto'

/** One part of a multipart body; header names in lower case. */
export interface MultipartPart {
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
}

export interface MultipartLimits {
  readonly maxParts: number
  /** Of the header lines of one part. */
  readonly maxHeaderBytes: number
}

const defaultLimits: MultipartLimits = { maxParts: 64, maxHeaderBytes: 8_192 }

/** A body that is not the multipart that its content type says. For callers inside this package. */
export class MultipartError extends Error {
  override name = 'MultipartError'
}

/**
 * Takes a whole multipart body (RFC 2046) apart. The parts are views into it, nothing is copied; work is bounded by
 * the length of the body.
 * @throws {MultipartError} when it has no first or last boundary, too many parts, or headers that are none.
 */
export function parseMultipart(
  bytes: Uint8Array,
  boundary: string,
  limits: MultipartLimits = defaultLimits,
): readonly MultipartPart[] {
  if (!/^[0-9A-Za-z'()+_,./:=? -]{1,70}$/.test(boundary)) throw new MultipartError('the boundary is none')
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const parts: MultipartPart[] = []
  let at = findFirst(body, delimiter)
  for (;;) {
    if (isClosing(body, at)) return parts
    at = skipLineEnd(body, at)
    const end = body.indexOf(delimiter, at - 2)
    if (end === -1) throw new MultipartError('it ends in the middle of a part')
    if (parts.length >= limits.maxParts) throw new MultipartError(`it has more than ${limits.maxParts} parts`)
    parts.push(readPart(body, { from: at, to: Math.max(at, end), limits }))
    at = end + delimiter.length
  }
}

/** @returns the position behind the first boundary, which may stand at the very beginning. */
function findFirst(body: Buffer, delimiter: Buffer): number {
  const first = delimiter.subarray(2)
  if (body.subarray(0, first.length).equals(first)) return first.length
  const found = body.indexOf(delimiter)
  if (found === -1) throw new MultipartError('it has no boundary')
  return found + delimiter.length
}

function isClosing(body: Buffer, at: number): boolean {
  return body[at] === 0x2d && body[at + 1] === 0x2d
}

function skipLineEnd(body: Buffer, from: number): number {
  let at = from
  while (body[at] === 0x20 || body[at] === 0x09) at++
  if (body[at] !== 0x0d || body[at + 1] !== 0x0a)
    throw new MultipartError('a boundary is not a line of its own')
  return at + 2
}

function readPart(
  body: Buffer,
  { from, to, limits }: { from: number; to: number; limits: MultipartLimits },
): MultipartPart {
  // A part without headers begins with the empty line itself.
  const hasHeaders = !(body[from] === 0x0d && body[from + 1] === 0x0a)
  if (!hasHeaders) return { headers: new Map(), body: body.subarray(Math.min(from + 2, to), to) }
  const window = body.subarray(from, Math.min(to, from + limits.maxHeaderBytes + 4))
  const end = window.indexOf('\r\n\r\n')
  if (end === -1) throw new MultipartError('the headers of a part have no end')
  return { headers: readHeaders(window.toString('latin1', 0, end)), body: body.subarray(from + end + 4, to) }
}

function readHeaders(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const line of text.split('\r\n')) {
    const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/s.exec(line)
    const name = match?.[1]?.toLowerCase()
    if (name === undefined || headers.has(name)) throw new MultipartError('a header of a part is none')
    headers.set(name, match?.[2] ?? '')
  }
  return headers
}

export interface PartToWrite {
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: Uint8Array
}

/** Puts parts together, in pieces that share the memory of the bodies. */
export function writeMultipart(parts: readonly PartToWrite[]): {
  readonly contentType: string
  readonly pieces: readonly Uint8Array[]
} {
  const boundary = randomBytes(16).toString('hex')
  const pieces = parts.flatMap(({ headers, body }) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return [Buffer.from(`--${boundary}\r\n${lines.join('')}\r\n`), body, Buffer.from('\r\n')]
  })
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    pieces: [...pieces, Buffer.from(`--${boundary}--\r\n`)],
  }
}
