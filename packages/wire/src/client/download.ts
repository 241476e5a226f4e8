import type { IncomingMessage } from 'node:http'
import { CallAbortedError, DownloadError, OrchestratorClientError } from '../client-errors.ts'
import { Deadline } from './deadline.ts'
import { type Http1Connections, maxKeptConnections, responseTo } from './http1-connections.ts'
import { ResponseTooLong, readResponse } from './read-response.ts'

export interface DownloadOptions {
  readonly maxBytes: number
  readonly timeoutMs: number
  readonly signals: readonly (AbortSignal | undefined)[]
}

/**
 * Gets a whole body; redirections are not followed.
 * @throws {DownloadError} when it is not there, too long or too slow.
 * @throws {ConnectFailedError} when its host cannot be reached.
 * @throws {CallAbortedError} when the caller gave up.
 */
export async function download(
  connections: Http1Connections,
  url: URL,
  options: DownloadOptions,
): Promise<Uint8Array> {
  const { origin } = url
  using deadline = new Deadline(options.timeoutMs, ...options.signals)
  if (deadline.signal.aborted) throw new CallAbortedError(origin)
  let response: IncomingMessage | undefined
  try {
    response = await answerTo(connections, url, deadline.signal)
    return await readBody(response, origin, options.maxBytes)
  } catch (cause) {
    response?.destroy()
    if (deadline.isTimedOut)
      throw new DownloadError({ origin, reason: `not done in ${options.timeoutMs} ms`, cause })
    if (deadline.signal.aborted) throw new CallAbortedError(origin)
    if (cause instanceof OrchestratorClientError) throw cause
    throw new DownloadError({ origin, reason: 'the connection broke', cause })
  }
}

/**
 * Asks, again where a kept connection turns out to be closed by its server: as one cannot know that before, RFC 9112,
 * 9.3.1, lets a request that changes nothing be repeated. The signal ends the answer, too.
 */
async function answerTo(
  connections: Http1Connections,
  url: URL,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  for (let closed = 0; ; closed++) {
    const request = connections.request('GET', url, { accept: '*/*' })
    const stop = () => request.destroy()
    signal.addEventListener('abort', stop)
    request.once('close', () => signal.removeEventListener('abort', stop))
    try {
      const response = responseTo(request)
      request.end()
      return await response
    } catch (error) {
      request.destroy()
      if (!request.reusedSocket || signal.aborted || closed >= maxKeptConnections) throw error
    }
  }
}

async function readBody(response: IncomingMessage, origin: string, maxBytes: number): Promise<Uint8Array> {
  if (response.statusCode !== 200) {
    throw new DownloadError({ origin, reason: `status ${response.statusCode}` })
  }
  try {
    return await readResponse(response, maxBytes)
  } catch (cause) {
    if (!(cause instanceof ResponseTooLong)) throw cause
    throw new DownloadError({ origin, reason: `longer than ${maxBytes} bytes`, cause })
  }
}
