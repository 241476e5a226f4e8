import { type IncomingMessage, request as requestHttp } from 'node:http'
import { type ClientHttp2Session, connect, constants, type IncomingHttpHeaders } from 'node:http2'
import { request as requestHttps } from 'node:https'
import { Fields, message } from './protobuf.ts'

/** A gRPC call that was answered with another status than 0. */
export class GrpcStatusError extends Error {
  readonly status: number
  readonly text: string

  constructor(status: number, text: string) {
    super(`gRPC status ${status}: ${text}`)
    this.status = status
    this.text = text
  }
}

/** HTTP/2 to a service: over TLS with ALPN `h2` and any certificate, or by prior knowledge for `http://`. */
export function open(uri: string): Promise<ClientHttp2Session> {
  return new Promise((resolve, reject) => {
    const session = connect(uri, { rejectUnauthorized: false, ALPNProtocols: ['h2'] })
    session.once('error', reject).once('connect', () => {
      session.off('error', reject).on('error', () => {})
      resolve(session)
    })
  })
}

/** gRPC's frame: a byte for compression, four for the length. */
export function frame(raw: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(raw.length, 1)
  return Buffer.concat([head, raw])
}

/** Takes whole frames off the front of what has come. */
export function takeFrames(buffer: Buffer): { frames: Uint8Array[]; rest: Buffer } {
  const frames: Uint8Array[] = []
  let rest = buffer
  while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
    if (rest[0] !== 0) throw new Error('A compressed frame came.')
    const end = 5 + rest.readUInt32BE(1)
    frames.push(new Uint8Array(rest.subarray(5, end)))
    rest = rest.subarray(end)
  }
  return { frames, rest }
}

export const grpcHeaders = (path: string) => ({
  ':method': 'POST',
  ':path': path,
  'content-type': 'application/grpc',
  'user-agent': 'grpc-go/1.68.1',
  te: 'trailers',
})

export function statusOf(headers: IncomingHttpHeaders): { status: number; text: string } {
  const text = String(headers['grpc-message'] ?? '')
  return { status: Number(headers['grpc-status'] ?? Number.NaN), text: decodeURIComponent(text) }
}

/** One unary call on a connection of its own, as their gateways make it. */
export async function call(uri: string, path: string, request: Uint8Array): Promise<Fields> {
  const session = await open(uri)
  try {
    return await new Promise((resolve, reject) => {
      const stream = session.request(grpcHeaders(path))
      const chunks: Buffer[] = []
      let last: { status: number; text: string } | undefined
      const note = (headers: IncomingHttpHeaders) => {
        if (headers['grpc-status'] !== undefined) last = statusOf(headers)
      }
      stream.on('response', note).on('trailers', note).on('error', reject)
      stream
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const [answer] = takeFrames(Buffer.concat(chunks)).frames
          if (last === undefined) reject(new Error('The call ended without a status.'))
          else if (last.status !== 0) reject(new GrpcStatusError(last.status, last.text))
          else if (answer === undefined) reject(new Error('The call ended without an answer.'))
          else resolve(new Fields(answer))
        })
      stream.end(frame(request))
    })
  } finally {
    session.close()
  }
}

/** A reply whose head is here while its body may still be on the way. */
export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Promise<Uint8Array>
}

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** `h2` is what their client agrees on when it can. */
  readonly version?: 'h2' | 'http/1.1'
}

/** @returns as soon as the head of the reply is here. */
export function post({ url, headers, body, version = 'h2' }: Post): Promise<Reply> {
  return version === 'h2' ? postHttp2(url, headers, body) : sendHttp1('POST', url, headers, body)
}

async function postHttp2(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<Reply> {
  const { origin, pathname } = new URL(url)
  const session = await open(origin)
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ':path': pathname, ...headers })
    stream.once('error', reject).once('close', () => session.close())
    stream.once('response', (head) => {
      stream.off('error', reject)
      resolve({ status: Number(head[constants.HTTP2_HEADER_STATUS]), headers: head, body: collect(stream) })
    })
    stream.end(body)
  })
}

/** Begins a request and hangs up in the middle of its body. */
export async function breakOff({ url, headers, body }: Post): Promise<void> {
  const { origin, pathname } = new URL(url)
  const session = await open(origin)
  const stream = session.request({ ':method': 'POST', ':path': pathname, ...headers })
  stream.on('error', () => {})
  await new Promise((resolve) => stream.write(body.subarray(0, body.length / 2), resolve))
  session.destroy()
}

function sendHttp1(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<Reply> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, rejectUnauthorized: false, agent: false })
    sent.once('error', reject).once('response', (response: IncomingMessage) => {
      sent.on('error', () => {})
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: collect(response) })
    })
    sent.end(body)
  })
}

function collect(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks)))).on('error', reject)
    stream.on('close', () => reject(new Error('The reply broke off.')))
  })
  // Who only wants the head never looks.
  whole.catch(() => {})
  return whole
}

/** Fetches a result; any other status than 200 fails, and 4 s is all the time there is. */
export async function get(url: string): Promise<Uint8Array> {
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The download took longer than 4 s.')), 4_000).unref()
  })
  const reply = await Promise.race([sendHttp1('GET', url, {}, new Uint8Array()), timeout])
  if (reply.status !== 200) throw new Error(`The download was answered ${reply.status}.`)
  return Promise.race([reply.body, timeout])
}

/** A message that holds another one in one field. */
export const wrapped = (field: number, inner: Uint8Array): Uint8Array => message(field, inner)
