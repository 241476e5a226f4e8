import type { ClientRequest, IncomingMessage } from 'node:http'
import {
  encodePaymentHeader,
  encodeSegmentHeader,
  paymentHeaderName,
  segmentContentType,
  segmentHeaderName,
} from '../codec/headers.ts'
import { type Http1Connections, maxKeptConnections, responseTo } from './http1-connections.ts'
import type { SegmentCall } from './segment-call.ts'

/** A segment on its way, once the head of the answer is there. */
export interface SentSegment {
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

type Segment = Pick<SegmentCall, 'segData' | 'payment' | 'body'>

/**
 * Uploads a segment; again, and unchanged, where a kept connection turns out to be closed by its server before any answer,
 * as far as it cannot be paid twice.
 * @param signal - ends the upload.
 */
export async function sendSegment(
  connections: Http1Connections,
  { url, segment }: { readonly url: URL; readonly segment: Segment },
  signal: AbortSignal,
): Promise<SentSegment> {
  const headers = {
    [segmentHeaderName]: encodeSegmentHeader(segment.segData),
    [paymentHeaderName]: encodePaymentHeader(segment.payment),
    'content-type': segmentContentType,
    'content-length': segment.body.length,
  }
  for (let closed = 0; ; closed++) {
    const request = connections.request('POST', url, headers)
    const stop = () => request.destroy()
    signal.addEventListener('abort', stop)
    try {
      const head = responseTo(request)
      request.end(segment.body)
      return { request, response: await head }
    } catch (error) {
      request.destroy()
      const isClosed = request.reusedSocket && isClosedByPeer(error)
      if (!isClosed || signal.aborted || closed >= maxKeptConnections) throw error
      if (!isHarmlessTwice(segment, request)) throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}

function isClosedByPeer(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

/**
 * Whether an orchestrator that has the segment after all loses or takes nothing by getting it again (RFC 9110, 9.2.2):
 * without a payment nothing is counted; tickets have nonces, which it takes once, so that it refuses the second request
 * before it works; and it works on no segment that has not come as a whole. Credit alone has nothing to know it by.
 */
function isHarmlessTwice({ payment }: Segment, request: ClientRequest): boolean {
  if (payment === undefined || payment.ticketSenderParams.length > 0) return true
  return !request.writableFinished
}
