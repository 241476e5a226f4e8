import { connect as connectHttp2 } from 'node:http2'
import { request as requestHttps } from 'node:https'
import { segmentHeaderName } from '../src/codec/headers.ts'
import { encodeSegmentHeader, type SegData } from '../src/index.ts'

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export type RawHeaders = Readonly<Record<string, string>>

function headersFor(order: SegData | string | undefined): RawHeaders {
  if (order === undefined) return {}
  return { [segmentHeaderName]: typeof order === 'string' ? order : encodeSegmentHeader(order) }
}

/** `POST /segment` over HTTP/1.1 and TLS, as any client of another make would send it. */
export function post(
  port: number,
  order: SegData | string | undefined,
  body: Uint8Array | string,
  headers: RawHeaders = {},
  onHead: () => void = () => {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = requestHttps({
      host: '127.0.0.1',
      port,
      path: '/segment',
      method: 'POST',
      rejectUnauthorized: false,
      agent: false,
      headers: { ...headersFor(order), ...headers },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      onHead()
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    request.end(body)
  })
}

/** The same over HTTP/2. */
export function postHttp2(
  port: number,
  order: SegData | string | undefined,
  body: Uint8Array,
  headers: RawHeaders = {},
  onHead: () => void = () => {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`https://127.0.0.1:${port}`, {
      rejectUnauthorized: false,
      servername: 'localhost',
      // The library's own limit for what it sends is below what the network needs.
      maxSendHeaderBlockLength: 1 << 20,
    })
    session.on('error', reject)
    const stream = session.request({
      ':method': 'POST',
      ':path': '/segment',
      ...headersFor(order),
      ...headers,
    })
    const chunks: Buffer[] = []
    let head: Record<string, string | string[] | undefined> = {}
    stream.on('response', (received) => {
      head = received
      onHead()
    })
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('error', reject)
    stream.on('close', () => {
      session.destroy()
      resolve({ status: Number(head[':status'] ?? 0), headers: head, body: Buffer.concat(chunks) })
    })
    stream.end(body)
  })
}
