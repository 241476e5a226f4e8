import type { ClientRequest } from 'node:http'
import {
  encodePaymentHeader,
  encodeSegmentHeader,
  paymentHeaderName,
  segmentContentType,
  segmentHeaderName,
} from '../codec/headers.ts'
import { type Answered, askOnKept } from './ask-on-kept.ts'
import type { Http1Connections } from './http1-connections.ts'
import type { SegmentCall } from './segment-call.ts'

type Segment = Pick<SegmentCall, 'segData' | 'payment' | 'body'>

/**
 * Uploads a segment; again where its kept connection was closed, as far as it cannot be paid twice.
 * @param signal - ends the upload.
 */
export function sendSegment(
  connections: Http1Connections,
  { url, segment }: { readonly url: URL; readonly segment: Segment },
  signal: AbortSignal,
): Promise<Answered> {
  const { segData, payment, body } = segment
  const headers = {
    [segmentHeaderName]: encodeSegmentHeader(segData),
    [paymentHeaderName]: encodePaymentHeader(payment),
    'content-type': segmentContentType,
    'content-length': body.length,
  }
  const mayRepeat = (request: ClientRequest, error: unknown) =>
    isClosedByPeer(error) && isHarmlessTwice(segment, request)
  return askOnKept(connections, { method: 'POST', url, headers, body, mayRepeat }, signal)
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
