import type { ClientRequest } from 'node:http'
import {
  BadReplyError,
  BodyTimeoutError,
  CallAbortedError,
  ConnectionBrokenError,
  HeaderTimeoutError,
  OrchestratorClientError,
  RemoteTranscodeError,
  SegmentStatusError,
} from '../client-errors.ts'
import { decodeMessage } from '../codec/headers.ts'
import { parseHttpUri } from '../codec/service-uri.ts'
import {
  type OrchestratorInfo,
  type Payment,
  type SegData,
  type TranscodeData,
  type TranscodeResult,
  TranscodeResultSchema,
} from '../generated/net/orchestrator_pb.ts'
import { maxMessageBytes } from '../limits.ts'
import type { Answered } from './ask-on-kept.ts'
import { Deadline } from './deadline.ts'
import type { Http1Connections } from './http1-connections.ts'
import { ResponseTooLong, readResponse } from './read-response.ts'
import { sendSegment } from './send-segment.ts'

export interface SegmentCall {
  /** The orchestrator's service URI, from its terms. */
  readonly serviceUri: string
  readonly segData: SegData
  /** Undefined off chain. */
  readonly payment: Payment | undefined
  readonly body: Uint8Array
  /** Time until the orchestrator has taken the segment; see {@link segmentTimeouts}. */
  readonly uploadTimeoutMs: number
  /** Time until the result is there. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

export interface SegmentOutcome {
  /** One entry for each profile of the order. */
  readonly data: TranscodeData
  /** The terms for the next segment; read them with {@link readOrchestratorInfo}. */
  readonly info: OrchestratorInfo | undefined
  readonly timing: { readonly uploadMs: number; readonly transcodeMs: number }
}

/**
 * @param multiplier - stretches both times when above 1.
 * @returns the network's time-outs: half the duration but 2 s at least for the upload, four times it but 8 s at least
 * for everything.
 */
export function segmentTimeouts(
  durationMs: number,
  multiplier = 1,
): { readonly uploadTimeoutMs: number; readonly timeoutMs: number } {
  const factor = Math.max(1, multiplier)
  return {
    uploadTimeoutMs: factor * Math.max(2_000, durationMs / 2),
    timeoutMs: factor * Math.max(8_000, durationMs * 4),
  }
}

const maxRefusalBytes = 4_096

/** See {@link OrchestratorClient.transcodeSegment}. */
export async function callSegment(
  connections: Http1Connections,
  url: URL,
  call: SegmentCall,
  closing: AbortSignal,
): Promise<SegmentOutcome> {
  const { origin } = url
  using whole = new Deadline(call.timeoutMs, call.signal, closing)
  using upload = new Deadline(call.uploadTimeoutMs, whole.signal)
  if (whole.signal.aborted) throw new CallAbortedError(origin)
  const startMs = performance.now()
  let request: ClientRequest | undefined
  let takenMs: number | undefined
  const stop = () => request?.destroy()
  whole.signal.addEventListener('abort', stop)
  try {
    const sent = await sendSegment(connections, { url, segment: call }, upload.signal)
    const { response } = sent
    request = sent.request
    if (whole.signal.aborted) stop()
    if (response.statusCode !== 200) throw await readRefusal(sent, origin)
    takenMs = performance.now()
    const result = readResult(await readResponse(response, maxMessageBytes), origin)
    const data = checkResult(result, call.segData, origin)
    const timing = { uploadMs: takenMs - startMs, transcodeMs: performance.now() - takenMs }
    return { data, info: result.info, timing }
  } catch (cause) {
    stop()
    if (takenMs === undefined && upload.isTimedOut) {
      throw new HeaderTimeoutError({ origin, timeoutMs: call.uploadTimeoutMs })
    }
    if (whole.isTimedOut) throw new BodyTimeoutError({ origin, timeoutMs: call.timeoutMs })
    if (whole.signal.aborted) throw new CallAbortedError(origin)
    if (cause instanceof OrchestratorClientError) throw cause
    if (cause instanceof ResponseTooLong)
      throw new BadReplyError({ origin, reason: 'the result is too long', cause })
    throw new ConnectionBrokenError({ origin, cause })
  } finally {
    whole.signal.removeEventListener('abort', stop)
  }
}

/** The upload of a refused segment is given up with its connection. */
async function readRefusal({ request, response }: Answered, origin: string): Promise<SegmentStatusError> {
  const body = await readResponse(response, maxRefusalBytes).catch(() => new Uint8Array())
  if (!request.writableFinished) request.destroy()
  const wireText = Buffer.from(body)
    .toString('utf8')
    .trim()
    .replace(/\p{Cc}/gu, ' ')
  return new SegmentStatusError({ origin, status: response.statusCode ?? 0, wireText })
}

function readResult(bytes: Uint8Array, origin: string): TranscodeResult {
  try {
    return decodeMessage(TranscodeResultSchema, bytes)
  } catch (cause) {
    throw new BadReplyError({ origin, reason: 'the result does not decode', cause })
  }
}

function checkResult({ seq, result, info }: TranscodeResult, order: SegData, origin: string): TranscodeData {
  const fail = (reason: string, cause?: unknown) => new BadReplyError({ origin, reason, cause })
  if (result.case === 'error')
    throw new RemoteTranscodeError({ origin, wireText: result.value.slice(0, maxRefusalBytes) })
  if (result.case !== 'data') throw fail('the result is neither data nor an error')
  if (seq !== order.seq) throw fail('the result is for another segment')
  if (info !== undefined && info.authToken === undefined) throw fail('the next terms lack a token')
  const { segments } = result.value
  const ordered = order.fullProfiles.length + order.fullProfiles2.length + order.fullProfiles3.length
  if (segments.length !== ordered) throw fail(`${segments.length} renditions came for ${ordered} profiles`)
  for (const { url, pixels } of segments) {
    if (pixels < 0n) throw fail('a number of pixels is negative')
    try {
      parseHttpUri(url, 'url')
    } catch (cause) {
      throw fail('a rendition has no usable address', cause)
    }
  }
  return result.value
}
