import { BaseError } from '@millrace/common'
import type { RefusedResult } from './dispatch/types.ts'

/** Thrown when a stream key is asked for that does not fit, or names nothing. */
export class StreamKeyError extends BaseError {
  override name = 'StreamKeyError'
  readonly code = 'STREAM_KEY'

  constructor({ streamId, problem }: { streamId: string; problem: string }) {
    super(`Stream ${JSON.stringify(streamId.slice(0, 64))}: ${problem}.`, { meta: { streamId } })
  }
}

/** Thrown when an encoder may not publish; the description is safe to send to it. */
export class PublishRefusedError extends BaseError {
  override name = 'PublishRefusedError'
  readonly code: 'WRONG_KEY' | 'NOT_ADMITTED' | 'STREAM_BUSY' | 'TOO_MANY_STREAMS' | 'CLOSING'

  constructor({ code }: { code: PublishRefusedError['code'] }) {
    super(publishRefusals[code])
    this.code = code
  }
}

const publishRefusals = {
  WRONG_KEY: 'The stream key is not valid.',
  NOT_ADMITTED: 'The stream was not admitted.',
  STREAM_BUSY: 'Another encoder is publishing this stream.',
  TOO_MANY_STREAMS: 'The gateway carries as many streams as it may (maxStreams).',
  CLOSING: 'The gateway is closing.',
} as const

/** Thrown when a segment that is to be published cannot be used. */
export class SegmentInputError extends BaseError {
  override name = 'SegmentInputError'
  readonly code: keyof typeof inputProblems

  constructor({ code, cause }: { code: SegmentInputError['code']; cause?: unknown }) {
    super(inputProblems[code], { cause })
    this.code = code
  }
}

const inputProblems = {
  TOO_LARGE: 'The segment is larger than the gateway takes (maxSegmentBytes).',
  UNREADABLE: 'The segment is not MPEG-TS with video or audio.',
  UNKNOWN_CODEC: 'The segment has a codec that is not taken.',
  NO_KEYFRAME: 'The segment has no pictures that begin with a key frame, and is not sound alone.',
  NO_DURATION: 'The segment has no usable duration.',
} as const

/** Thrown when renditions cannot be played back side by side. */
export class LadderError extends BaseError {
  override name = 'LadderError'
  readonly code = 'LADDER'

  constructor({ problem }: { problem: string }) {
    super(problem)
  }
}

/** Thrown when JSON that says what is wanted of a stream cannot be used; `problem` is safe to send to who sent it. */
export class TranscodeConfigurationError extends BaseError {
  override name = 'TranscodeConfigurationError'
  readonly code = 'TRANSCODE_CONFIGURATION'

  constructor({ problem, cause }: { problem: string; cause?: unknown }) {
    super(`The transcode configuration cannot be used: ${problem}.`, { cause })
  }
}

/** Thrown when what a URL tells of orchestrators is no performance scores. */
export class PerformanceScoresError extends BaseError {
  override name = 'PerformanceScoresError'
  readonly code = 'PERFORMANCE_SCORES'

  constructor({ problem }: { problem: string }) {
    super(`performanceScoresUrl cannot be used: ${problem}.`)
  }
}

/** Thrown when a pusher orders something else than the auth webhook, or for another stream than its own. */
export class ConfigurationMismatchError extends BaseError {
  override name = 'ConfigurationMismatchError'
  readonly code = 'CONFIGURATION_MISMATCH'

  constructor({ what }: { what: 'profiles' | 'manifestID' | 'objectStore' | 'recordObjectStore' }) {
    super(`The ${what} of the transcode configuration is not what this stream is admitted with.`)
  }
}

/** Why one attempt at one orchestrator gave no renditions. */
export type AttemptFailure =
  /** Unreachable, or gone in the middle. */
  | 'UNREACHABLE'
  /** Did not answer in time. */
  | 'TIMEOUT'
  /** Has no room now: nothing wrong with it. */
  | 'BUSY'
  /** Asks more than maxPricePerPixel, or more than twice what the session began with. */
  | 'PRICE_TOO_HIGH'
  /** Refused the request, e.g. a payment or a token. */
  | 'REFUSED'
  /** Failed to transcode. */
  | 'TRANSCODE_FAILED'
  /** Says that this segment cannot be transcoded by anybody. */
  | 'SEGMENT_UNUSABLE'
  /** Its answer does not hold: signature, number, size, or not the pixels it claims. */
  | 'BAD_RESULT'
  /** Our own deposit or reserve is empty or unlocking. */
  | 'PAYMENT_REQUIRED'
  /** The stream has spent what it may today. */
  | 'SPEND_CAP'
  /** Our own disk does not take what must be written before paying, or our object store does not answer. */
  | 'STATE_UNWRITABLE'
  /** Wants more behind its tickets than our deposit and reserve give; others may not. */
  | 'FUNDS_BELOW_TERMS'
  /** Its answers to session requests cannot be used. */
  | 'BAD_INFO'
  /** Taken back: another result came first, or the stream ended. */
  | 'CANCELLED'

/** Nobody else can do better. */
const finalFailures: ReadonlySet<AttemptFailure> = new Set([
  'PAYMENT_REQUIRED',
  'SPEND_CAP',
  'STATE_UNWRITABLE',
])

/** Thrown by an attempt; `failure` decides what the dispatcher does next. */
export class AttemptError extends BaseError {
  override name = 'AttemptError'
  readonly code = 'ATTEMPT'
  readonly failure: AttemptFailure
  override readonly retryable: boolean

  constructor({ failure, detail, cause }: { failure: AttemptFailure; detail: string; cause?: unknown }) {
    super(detail, { cause, meta: { failure } })
    this.failure = failure
    this.retryable = !finalFailures.has(failure)
  }
}

/** Thrown for a result that was checked and is not what was ordered; `detail` is for people. */
export class BadResultError extends AttemptError {
  override name = 'BadResultError'

  constructor({ detail }: { detail: string }) {
    super({ failure: 'BAD_RESULT', detail: `The result is not what was ordered: ${detail}` })
  }
}

/** Thrown for a result that its orchestrator signed and that does not hold; carries it for whoever keeps evidence. */
export class RefusedResultError extends AttemptError {
  override name = 'RefusedResultError'
  // Not a property: video has no place in a log.
  readonly #refused: RefusedResult

  constructor({ refused, cause }: { refused: RefusedResult; cause?: unknown }) {
    super({ failure: 'BAD_RESULT', detail: `The result does not hold: ${refused.fault.message}`, cause })
    this.#refused = refused
  }

  get refused(): RefusedResult {
    return this.#refused
  }
}

/** Thrown when a result cannot be judged, which is no fault of its orchestrator; `isSource`: the source is at fault. */
export class ResultCheckError extends BaseError {
  override name = 'ResultCheckError'
  readonly code = 'RESULT_CHECK'
  readonly isSource: boolean

  constructor({ isSource, reason, cause }: { isSource: boolean; reason: string; cause?: unknown }) {
    super(reason, { cause })
    this.isSource = isSource
  }
}

/** Thrown when a payment would exceed what may be spent in a day; `detail` is for people. */
export class SpendCapError extends BaseError {
  override name = 'SpendCapError'
  readonly code = 'SPEND_CAP'

  constructor({ detail }: { detail: string }) {
    super(detail)
  }
}

/** Thrown when the receiver of events does not take them. */
export class EventDeliveryError extends BaseError {
  override name = 'EventDeliveryError'
  readonly code = 'EVENT_DELIVERY'
  override readonly retryable = true

  constructor({ status }: { status: number }) {
    super(`The receiver of events answered ${status}.`, { meta: { status } })
  }
}

/** Thrown when no orchestrator can be asked at all; `reason` is for people. */
export class NoOrchestratorError extends BaseError {
  override name = 'NoOrchestratorError'
  readonly code = 'NO_ORCHESTRATOR'
  override readonly retryable = true

  constructor({ reason }: { reason: string }) {
    super(`No orchestrator can be asked: ${reason}.`)
  }
}

/** Thrown when nobody works for us as long as deposit and reserve are as they are; `reason` is for people. */
export class PaymentRequiredError extends BaseError {
  override name = 'PaymentRequiredError'
  readonly code = 'PAYMENT_REQUIRED'

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`Orchestrators cannot be paid: ${reason}`, { cause })
  }
}
