import { create, toBinary } from '@bufbuild/protobuf'
import type { Logger } from '@millrace/common'
import { decodeUtf8 } from '../codec/bytes.ts'
import {
  decodePaymentHeader,
  decodeSegmentHeader,
  paymentHeaderName,
  segmentHeaderName,
  uriContentType,
} from '../codec/headers.ts'
import { readSegData, verifySegmentHash } from '../codec/segment-order.ts'
import {
  PaymentRefusedError,
  SegmentRejectedError,
  SourceFetchError,
  TranscodeRefusedError,
} from '../errors.ts'
import { type TranscodeResult, TranscodeResultSchema } from '../generated/net/orchestrator_pb.ts'
import { maxTicketsPerPayment, maxUriLength } from '../limits.ts'
import type { ByteBudget, ByteHold } from './byte-budget.ts'
import type { AcceptedSegment, OrchestratorHandlers, SegmentRequest, SourceFetcher } from './handlers.ts'
import {
  type AnyRequest,
  type AnyResponse,
  endAnswer,
  headerOf,
  remoteAddressOf,
  sendText,
  startAnswer,
} from './http-types.ts'
import type { OrchestratorServerLimits } from './limits.ts'
import type { OpenRequests } from './open-requests.ts'
import { discardRest, readBody } from './read-body.ts'
import { rejectionReply } from './rejection-table.ts'

export interface SegmentRouteParts {
  readonly handlers: Pick<OrchestratorHandlers, 'segment'>
  readonly limits: OrchestratorServerLimits
  readonly budget: ByteBudget
  readonly log: Logger
  readonly requests: OpenRequests
  /** Undefined refuses segments that are somewhere else. */
  readonly fetchSource: SourceFetcher | undefined
}

/** What a refused sender may still send before it is cut off. */
const discardedBytes = 16 << 20
const discardTimeoutMs = 10_000

/**
 * Answers `POST /segment`: a refusal with its status and text, or 200 at once when the segment is taken and the
 * serialised result later. The early 200 tells the gateway that its upload is over.
 */
export async function serveSegment(
  request: AnyRequest,
  response: AnyResponse,
  parts: SegmentRouteParts,
): Promise<void> {
  const hold = parts.budget.open(remoteAddressOf(request))
  response.once('close', () => hold.release())
  const signal = parts.requests.track(response)
  let accepted: AcceptedSegment
  let seqNo = 0
  try {
    const segment = readRequest(request, signal, hold, parts)
    seqNo = segment.order.seqNo
    accepted = await parts.handlers.segment(segment)
  } catch (error) {
    refuse(request, response, error, parts.log)
    return
  }
  startAnswer(response, 200)
  const result = await accepted.result.catch((error: unknown) => failedResult(seqNo, error, parts.log))
  endAnswer(response, toBinary(TranscodeResultSchema, result))
}

function refuse(request: AnyRequest, response: AnyResponse, error: unknown, log: Logger): void {
  const { status, text } = rejectionReply(error)
  if (error instanceof SegmentRejectedError) log.debug({ code: error.code, status }, 'segment refused')
  else log.error({ err: error }, 'segment request failed')
  response.once('finish', () => discardRest(request, discardedBytes, discardTimeoutMs))
  sendText(response, status, text)
}

function readRequest(
  request: AnyRequest,
  signal: AbortSignal,
  hold: ByteHold,
  parts: SegmentRouteParts,
): SegmentRequest {
  const payment = decodePaymentHeader(headerOf(request, paymentHeaderName))
  const segData = decodeSegmentHeader(headerOf(request, segmentHeaderName))
  const order = readSegData(segData)
  if ((payment?.ticketSenderParams.length ?? 0) > maxTicketsPerPayment) {
    throw new PaymentRefusedError('invalid ticket senderNonce: too many values')
  }
  const isElsewhere =
    headerOf(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() === uriContentType
  const readSource = async () => {
    const bytes = isElsewhere
      ? await fetchElsewhere(request, signal, hold, parts)
      : await receive(request, signal, hold, parts, parts.limits.maxSegmentBytes)
    verifySegmentHash(order, bytes)
    return bytes
  }
  return { order, segData, payment, readSource, signal, remoteAddress: remoteAddressOf(request) }
}

function receive(
  request: AnyRequest,
  signal: AbortSignal,
  hold: ByteHold,
  { limits }: SegmentRouteParts,
  maxBytes: number,
): Promise<Uint8Array> {
  const { uploadTimeoutMs: timeoutMs, uploadIdleTimeoutMs: idleTimeoutMs } = limits
  return readBody(request, { maxBytes, timeoutMs, idleTimeoutMs, hold, signal })
}

async function fetchElsewhere(
  request: AnyRequest,
  signal: AbortSignal,
  hold: ByteHold,
  parts: SegmentRouteParts,
): Promise<Uint8Array> {
  const uri = decodeUtf8(await receive(request, signal, hold, parts, maxUriLength))
  if (uri === undefined || parts.fetchSource === undefined) throw new SourceFetchError('no way to fetch it')
  try {
    return await parts.fetchSource(uri, { maxBytes: parts.limits.maxSegmentBytes, signal })
  } catch (cause) {
    throw new SourceFetchError(cause)
  }
}

function failedResult(seqNo: number, error: unknown, log: Logger): TranscodeResult {
  const isKnown = error instanceof TranscodeRefusedError
  if (isKnown) log.debug({ seqNo, reason: error.wireText }, 'segment not transcoded')
  else log.error({ err: error, seqNo }, 'segment failed')
  return create(TranscodeResultSchema, {
    seq: BigInt(seqNo),
    result: { case: 'error', value: isKnown ? error.wireText : 'Internal Server Error' },
  })
}
