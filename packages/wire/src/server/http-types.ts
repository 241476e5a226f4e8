import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Writable } from 'node:stream'
import type { RequestSource } from './connection-cap.ts'

/** A request of either version of HTTP. */
export type AnyRequest = IncomingMessage | Http2ServerRequest
export type AnyResponse = ServerResponse | Http2ServerResponse
export type RequestListener = (request: AnyRequest, response: AnyResponse) => void

export function isHttp2(request: AnyRequest): request is Http2ServerRequest {
  return 'stream' in request
}

export function isHttp2Response(response: AnyResponse): response is Http2ServerResponse {
  return 'stream' in response
}

/** @returns an empty text when the connection is already gone. */
export function remoteAddressOf(request: AnyRequest): string {
  try {
    return request.socket.remoteAddress ?? ''
  } catch {
    return ''
  }
}

/** @returns the other end of the request's connection, as far as it is still known. */
export function sourceOf(request: AnyRequest): RequestSource {
  try {
    const { remoteAddress, remotePort } = request.socket
    return { remoteAddress, remotePort }
  } catch {
    return {}
  }
}

/** @returns the path without its query. */
export function pathOf(request: AnyRequest): string {
  return (request.url ?? '').split('?', 1)[0] ?? ''
}

/** @returns the only value of a header; a repeated one is none. */
export function headerOf(request: AnyRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()]
  return typeof value === 'string' ? value : undefined
}

/** What both kinds of response have in common; their own declarations share no signature. */
interface PlainResponse extends Writable {
  readonly headersSent: boolean
  writeHead(status: number, headers?: Record<string, string | number>): unknown
  flushHeaders?(): void
}

/** Sends status and headers at once, before there is a body. */
export function startAnswer(
  response: PlainResponse,
  status: number,
  headers: Record<string, string | number> = {},
): void {
  response.writeHead(status, headers)
  response.flushHeaders?.()
}

export function endAnswer(response: PlainResponse, body?: Uint8Array): void {
  response.end(body)
}

/** Answers with one line of plain text, as the network words its errors. */
export function sendText(response: PlainResponse, status: number, text: string): void {
  if (response.headersSent || response.destroyed) return
  const body = Buffer.from(`${text}\n`)
  startAnswer(response, status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-length': body.length,
  })
  response.end(body)
}
