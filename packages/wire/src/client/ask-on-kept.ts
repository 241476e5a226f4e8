import type { ClientRequest, IncomingMessage } from 'node:http'
import { type Http1Connections, maxKeptConnections, responseTo } from './http1-connections.ts'

export interface KeptRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array
  /** Whether the same request may be made again, as far as this one's connection failed without an answer. */
  readonly mayRepeat: (request: ClientRequest, error: unknown) => boolean
}

/** A request whose answer has begun. */
export interface Answered {
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

/**
 * Asks over a kept connection if there is one, and again, unchanged, where that turns out to be closed by its server
 * before any answer: as one cannot know that before, it is no failure of the peer's (RFC 9110, 9.2.2).
 * @param signal - ends the wait for the head of the answer; what follows is the caller's.
 */
export async function askOnKept(
  connections: Http1Connections,
  { method, url, headers, body, mayRepeat }: KeptRequest,
  signal: AbortSignal,
): Promise<Answered> {
  for (let closed = 0; ; closed++) {
    const request = connections.request(method, url, headers)
    const stop = () => request.destroy()
    signal.addEventListener('abort', stop)
    try {
      const head = responseTo(request)
      request.end(body)
      return { request, response: await head }
    } catch (error) {
      request.destroy()
      const isOver = signal.aborted || closed >= maxKeptConnections
      if (isOver || !request.reusedSocket || !mayRepeat(request, error)) throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}
