import type { Logger } from '@millrace/common'
import { decodeUtf8 } from '../codec/bytes.ts'
import { type MediaType, parseMediaType } from '../codec/media-type.ts'
import { MultipartError, parseMultipart } from '../codec/multipart.ts'
import {
  renditionContentTypes,
  transcoderAuthorization,
  transcodingErrorContentType,
} from '../codec/transcoder-headers.ts'
import { SegmentRejectedError } from '../errors.ts'
import { maxFailureTextBytes } from '../limits.ts'
import type { ByteBudget, ByteHold } from './byte-budget.ts'
import {
  type AnyRequest,
  type AnyResponse,
  endAnswer,
  headerOf,
  sendText,
  startAnswer,
} from './http-types.ts'
import type { OrchestratorServerLimits } from './limits.ts'
import type { OpenRequests } from './open-requests.ts'
import { discardRest, readBody } from './read-body.ts'
import type { ResultClaim, ResultOutcome, TranscoderHandlers } from './transcoder-handlers.ts'

export interface ResultRouteParts {
  readonly handlers: Pick<TranscoderHandlers, 'isSecret' | 'claimResult'>
  readonly limits: OrchestratorServerLimits
  /** Of results alone, so that they cannot take the room of segments. */
  readonly budget: ByteBudget
  readonly log: Logger
  readonly requests: OpenRequests
}

/** What the transcoder is answered, and what it means for its task. */
interface Answer {
  readonly status: number
  readonly text: string
  readonly outcome: ResultOutcome
}

const discardedBytes = 1 << 20
const discardTimeoutMs = 5_000

/**
 * Answers `POST /transcodeResults`. Nothing is read for a stranger, nor for a task that nobody waits for. Memory goes
 * back once the answer is out: by then the renditions are checked copies of somebody else's budget, or thrown away.
 */
export async function serveTranscodeResults(
  request: AnyRequest,
  response: AnyResponse,
  parts: ResultRouteParts,
): Promise<void> {
  const refuse = (status: number, text: string) => {
    response.once('finish', () => discardRest(request, discardedBytes, discardTimeoutMs))
    sendText(response, status, text)
  }
  const isAuthorised =
    headerOf(request, 'authorization') === transcoderAuthorization &&
    parts.handlers.isSecret(headerOf(request, 'credentials') ?? '')
  if (!isAuthorised) return refuse(401, 'Unauthorized')
  const mediaType = parseMediaType(headerOf(request, 'content-type') ?? '')
  if (mediaType === undefined) return refuse(415, 'mime: no media type')
  const taskId = readInteger(headerOf(request, 'taskid'))
  const claim = taskId === undefined ? undefined : parts.handlers.claimResult(taskId)
  if (claim === undefined) return refuse(400, 'Invalid Task ID')
  const { status, text, outcome } = await receive(request, response, { ...parts, mediaType, claim })
  claim.settle(outcome)
  if (status !== 200) return refuse(status, text)
  startAnswer(response, 200, { 'content-type': 'text/plain; charset=utf-8' })
  endAnswer(response, Buffer.from(text))
}

interface Reception extends ResultRouteParts {
  readonly mediaType: MediaType
  readonly claim: ResultClaim
}

async function receive(request: AnyRequest, response: AnyResponse, reception: Reception): Promise<Answer> {
  const { mediaType, budget } = reception
  const hold = budget.open()
  response.once('close', () => hold.release())
  const isFailure = mediaType.type === transcodingErrorContentType
  const decodedPixels = readInteger(headerOf(request, 'pixels'))
  if (!isFailure && decodedPixels === undefined) return malformed(400, 'Invalid Pixels')
  try {
    const body = await read(request, response, { ...reception, hold, isFailure })
    if (isFailure)
      return { status: 200, text: 'OK', outcome: { type: 'error', text: decodeUtf8(body)?.trim() ?? '' } }
    const renditions = readRenditions(body, mediaType)
    return {
      status: 200,
      text: 'OK',
      outcome: { type: 'renditions', renditions, decodedPixels: decodedPixels ?? 0n },
    }
  } catch (error) {
    if (error instanceof MultipartError || error instanceof SegmentRejectedError)
      return malformed(500, error.message)
    reception.log.error({ err: error }, 'result not received')
    return malformed(500, 'Internal Server Error')
  }
}

function malformed(status: number, reason: string): Answer {
  return { status, text: reason, outcome: { type: 'malformed', reason } }
}

function read(
  request: AnyRequest,
  response: AnyResponse,
  { claim, requests, limits, hold, isFailure }: Reception & { hold: ByteHold; isFailure: boolean },
): Promise<Uint8Array> {
  return readBody(request, {
    maxBytes: isFailure ? maxFailureTextBytes : claim.maxBytes,
    timeoutMs: limits.uploadTimeoutMs,
    idleTimeoutMs: limits.uploadIdleTimeoutMs,
    hold,
    signal: AbortSignal.any([requests.track(response), claim.signal]),
  })
}

/** Renditions in the order of their parts; perceptual hashes, which lack `Pixels`, are passed over. */
function readRenditions(body: Uint8Array, { type, parameters }: MediaType): readonly Uint8Array[] {
  if (type !== 'multipart/mixed') throw new MultipartError(`a result is no ${type}`)
  return parseMultipart(body, parameters.get('boundary') ?? '').flatMap(({ headers, body: bytes }) => {
    const contentType = parseMediaType(headers.get('content-type') ?? '')?.type ?? ''
    if (contentType === 'application/octet-stream' && !headers.has('pixels')) return []
    if (!renditionContentTypes.includes(contentType)) throw new MultipartError('a part is no video')
    if (readInteger(headers.get('pixels')) === undefined)
      throw new MultipartError('a part has no number of pixels')
    const announced = headers.get('content-length')
    if (announced !== undefined && Number(announced) !== bytes.length)
      throw new MultipartError('a part has another length than it says')
    return [bytes]
  })
}

/** @returns a number as the network's nodes write it: decimal, within 63 bits, not negative. */
function readInteger(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^\d{1,19}$/.test(text)) return undefined
  const value = BigInt(text)
  return value < 1n << 63n ? value : undefined
}
