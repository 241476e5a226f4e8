import type { Http2ServerResponse } from 'node:http2'
import type { Code } from '@connectrpc/connect'

/** A flag and a length. */
export const grpcFrameHeaderBytes = 5

const head = { ':status': 200, 'content-type': 'application/grpc' }

/** Sends the head of a gRPC answer at once, before there is a message. */
export function startGrpc(response: Http2ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/grpc' })
}

/**
 * Ends a gRPC answer with its status in trailers, where every client looks for it; without a message they go with a head
 * that ends the stream: trailers behind a body would wait for a peer that takes in no body, and its place with them.
 */
export function endGrpc(response: Http2ServerResponse, code: Code | 0, message = ''): void {
  if (response.writableEnded || response.destroyed) return
  // Only `%` and what is not printable ASCII is escaped, since peers match texts.
  const plain = message.replace(/[^\x20-\x24\x26-\x7e]/gu, encodeURIComponent)
  const status = { 'grpc-status': String(code), ...(plain === '' ? {} : { 'grpc-message': plain }) }
  const { stream } = response
  if (!response.headersSent) {
    if (!stream.destroyed && !stream.closed && !stream.headersSent)
      stream.respond({ ...head, ...status }, { endStream: true })
    return
  }
  response.addTrailers(status)
  response.end()
}

/** @returns a message in the frame that gRPC puts around it: a flag, its length, its bytes. */
export function grpcFrame(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(grpcFrameHeaderBytes + message.length)
  new DataView(frame.buffer).setUint32(1, message.length)
  frame.set(message, grpcFrameHeaderBytes)
  return frame
}

/** @returns the only message of a request, or undefined when it is not one plain, whole frame. */
export function readGrpcFrame(body: Uint8Array): Uint8Array | undefined {
  if (body.length < grpcFrameHeaderBytes || body[0] !== 0) return undefined
  const length = new DataView(body.buffer, body.byteOffset).getUint32(1)
  return body.length === grpcFrameHeaderBytes + length ? body.subarray(grpcFrameHeaderBytes) : undefined
}
