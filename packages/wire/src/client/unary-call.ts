import { constants, type IncomingHttpHeaders } from 'node:http2'
import { BadReplyError, CallRefusedError, ConnectionBrokenError } from '../client-errors.ts'
import { maxMessageBytes } from '../limits.ts'
import type { Http2Session } from './http2-session.ts'

/** One gRPC method, by its path. */
export interface UnaryCall {
  readonly path: string
  /** Serialised message. */
  readonly request: Uint8Array
  readonly signal: AbortSignal
}

interface Reply {
  readonly status: IncomingHttpHeaders
  readonly body: Uint8Array
}

const frameHeaderBytes = 5
const maxTextLength = 1_024
/** Codes of the gRPC protocol. */
const statusOk = 0
const statusUnknown = 2
const brokenConnection: ReadonlySet<number> = new Set([1, 10, 14])

/**
 * A gRPC call with one message each way. A hundred of these begin every stream of a gateway that has just started, so it
 * is written straight onto HTTP/2.
 * @returns the serialised answer.
 * @throws {CallRefusedError} when it is answered with an error text.
 * @throws {BadReplyError} when the answer is none.
 * @throws {ConnectionBrokenError} when there is none; also what dialling throws.
 */
export async function callUnary(session: Http2Session, call: UnaryCall): Promise<Uint8Array> {
  const origin = session.authority
  const { status, body } = await exchange(session, call)
  const code = Number(status['grpc-status'] ?? Number.NaN)
  if (code === statusOk) return messageOf(body, origin)
  if (!Number.isInteger(code)) {
    throw new BadReplyError({
      origin,
      reason: `status ${status[':status'] ?? 'unknown'} without a gRPC status`,
    })
  }
  const wireText = decodeText(String(status['grpc-message'] ?? `gRPC status ${code}`))
  if (code === statusUnknown) throw new CallRefusedError({ origin, wireText, cause: undefined })
  if (brokenConnection.has(code)) throw new ConnectionBrokenError({ origin, cause: new Error(wireText) })
  throw new BadReplyError({ origin, reason: wireText })
}

async function exchange(session: Http2Session, { path, request, signal }: UnaryCall): Promise<Reply> {
  const origin = session.authority
  const headers = { 'content-type': 'application/grpc+proto', te: 'trailers' }
  signal.throwIfAborted()
  const stream = await session.request('POST', path, headers, {})
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    let length = 0
    let status: IncomingHttpHeaders = {}
    const fail = (error: Error) => {
      reject(error)
      stream.close(constants.NGHTTP2_CANCEL)
    }
    const onAbort = () => fail(new ConnectionBrokenError({ origin, cause: signal.reason }))
    signal.addEventListener('abort', onAbort, { once: true })
    stream.on('response', (head) => {
      status = head
    })
    stream.on('trailers', (trailers) => {
      status = { ...status, ...trailers }
    })
    stream.on('data', (part: Uint8Array) => {
      length += part.length
      if (length > maxMessageBytes + frameHeaderBytes) {
        return fail(new BadReplyError({ origin, reason: 'the message is too long' }))
      }
      parts.push(part)
    })
    stream.on('error', (cause) => reject(new ConnectionBrokenError({ origin, cause })))
    stream.on('close', () => {
      signal.removeEventListener('abort', onAbort)
      if (stream.rstCode !== constants.NGHTTP2_NO_ERROR || !stream.readableEnded) {
        return reject(new ConnectionBrokenError({ origin, cause: new Error('The answer broke off.') }))
      }
      resolve({ status, body: Buffer.concat(parts) })
    })
    if (signal.aborted) return onAbort()
    stream.end(framed(request))
  })
}

function framed(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(frameHeaderBytes + message.length)
  new DataView(frame.buffer).setUint32(1, message.length)
  frame.set(message, frameHeaderBytes)
  return frame
}

function messageOf(body: Uint8Array, origin: string): Uint8Array {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const isWhole = body.length >= frameHeaderBytes && view.getUint32(1) === body.length - frameHeaderBytes
  if (!isWhole || view.getUint8(0) !== 0) {
    throw new BadReplyError({ origin, reason: 'it does not hold exactly one plain message' })
  }
  // A copy: what the caller keeps must not hold on to a buffer of the socket.
  return Uint8Array.from(body.subarray(frameHeaderBytes))
}

/** Percent-encoded UTF-8; what is not stays as it came. */
function decodeText(text: string): string {
  const short = text.slice(0, 3 * maxTextLength)
  try {
    return decodeURIComponent(short).slice(0, maxTextLength)
  } catch {
    return short.slice(0, maxTextLength)
  }
}
