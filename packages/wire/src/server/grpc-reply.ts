import type { Http2ServerResponse } from 'node:http2'
import type { Code } from '@connectrpc/connect'

/** Sends the head of a gRPC answer at once, before there is a message. */
export function startGrpc(response: Http2ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/grpc' })
}

/** Ends a gRPC answer with its status in trailers, where every client looks for it. */
export function endGrpc(response: Http2ServerResponse, code: Code | 0, message = ''): void {
  if (response.writableEnded || response.destroyed) return
  if (!response.headersSent) startGrpc(response)
  // Only `%` and what is not printable ASCII is escaped, since peers match texts.
  const plain = message.replace(/[^\x20-\x24\x26-\x7e]/gu, encodeURIComponent)
  response.addTrailers({ 'grpc-status': String(code), ...(plain === '' ? {} : { 'grpc-message': plain }) })
  response.end()
}

/** @returns a message in the frame that gRPC puts around it: a flag, its length, its bytes. */
export function grpcFrame(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(5 + message.length)
  new DataView(frame.buffer).setUint32(1, message.length)
  frame.set(message, 5)
  return frame
}

/** @returns the only message of a request, or undefined when it is not one plain, whole frame. */
export function readGrpcFrame(body: Uint8Array): Uint8Array | undefined {
  if (body.length < 5 || body[0] !== 0) return undefined
  const length = new DataView(body.buffer, body.byteOffset).getUint32(1)
  return body.length === 5 + length ? body.subarray(5) : undefined
}
