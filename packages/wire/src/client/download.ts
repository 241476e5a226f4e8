import type { IncomingMessage } from 'node:http'
import { CallAbortedError, DownloadError, OrchestratorClientError } from '../client-errors.ts'
import { askOnKept } from './ask-on-kept.ts'
import { Deadline } from './deadline.ts'
import type { Http1Connections } from './http1-connections.ts'
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
  const stop = () => response?.destroy()
  deadline.signal.addEventListener('abort', stop)
  try {
    response = await answerTo(connections, url, deadline.signal)
    if (deadline.signal.aborted) stop()
    return await readBody(response, origin, options.maxBytes)
  } catch (cause) {
    stop()
    if (deadline.isTimedOut)
      throw new DownloadError({ origin, reason: `not done in ${options.timeoutMs} ms`, cause })
    if (deadline.signal.aborted) throw new CallAbortedError(origin)
    if (cause instanceof OrchestratorClientError) throw cause
    throw new DownloadError({ origin, reason: 'the connection broke', cause })
  } finally {
    deadline.signal.removeEventListener('abort', stop)
  }
}

async function answerTo(
  connections: Http1Connections,
  url: URL,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // A request that changes nothing may be repeated whatever became of it.
  const asked = { method: 'GET', url, headers: { accept: '*/*' }, mayRepeat: () => true } as const
  return (await askOnKept(connections, asked, signal)).response
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
