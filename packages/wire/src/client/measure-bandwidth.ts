import { randomBytes } from 'node:crypto'
import {
  BandwidthRefusedError,
  CallAbortedError,
  ConnectionBrokenError,
  OrchestratorClientError,
} from '../client-errors.ts'
import { bandwidthProbeBytes } from '../limits.ts'
import { Deadline } from './deadline.ts'
import { type Http1Connections, responseTo } from './http1-connections.ts'
import { readResponse } from './read-response.ts'

/** Bits a second, to an orchestrator and back. */
export interface Bandwidth {
  readonly upBps: number
  readonly downBps: number
}

const timeoutMs = 20_000

/** See {@link OrchestratorClient.measureBandwidth}. */
export async function measureBandwidth(
  connections: Http1Connections,
  { url, token }: { readonly url: URL; readonly token: string },
  closing: AbortSignal,
): Promise<Bandwidth> {
  const { origin } = url
  using deadline = new Deadline(timeoutMs, closing)
  // Random, so that nothing between packs it.
  const body = randomBytes(bandwidthProbeBytes)
  const request = connections.request('POST', url, {
    'content-length': body.length,
    authorization: `Bearer ${token}`,
  })
  const stop = () => request.destroy()
  deadline.signal.addEventListener('abort', stop)
  try {
    const head = responseTo(request)
    await new Promise<void>((resolve, reject) => {
      request.on('error', reject)
      request.once('socket', (socket) => (socket.connecting ? socket.once('connect', resolve) : resolve()))
    })
    const startMs = performance.now()
    request.end(body)
    const response = await head
    const takenMs = performance.now()
    if (response.statusCode !== 200)
      throw new BandwidthRefusedError({ origin, status: response.statusCode ?? 0 })
    const answer = await readResponse(response, body.length)
    const endMs = performance.now()
    if (answer.length !== body.length) throw new BandwidthRefusedError({ origin, status: 200 })
    return { upBps: bps(body.length, takenMs - startMs), downBps: bps(body.length, endMs - takenMs) }
  } catch (cause) {
    request.destroy()
    if (deadline.signal.aborted && !deadline.isTimedOut) throw new CallAbortedError(origin)
    if (cause instanceof OrchestratorClientError) throw cause
    throw new ConnectionBrokenError({ origin, cause })
  } finally {
    deadline.signal.removeEventListener('abort', stop)
  }
}

function bps(bytes: number, ms: number): number {
  return Math.round((bytes * 8_000) / Math.max(0.1, ms))
}
