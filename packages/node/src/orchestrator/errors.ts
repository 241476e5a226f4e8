import { BaseError } from '@millrace/common'

/**
 * Why a transcoder did not bring a result. `lost`: it left; `silent`: it hangs; `late`: another was asked meanwhile, or
 * the time ran out; `failed`: it says so; `busy`: it says that it has no room; `malformed`: what it sent is no result;
 * `wrong`: the result is not what was ordered.
 */
export type AttemptFailure = 'lost' | 'silent' | 'late' | 'failed' | 'busy' | 'malformed' | 'wrong'

/** Thrown when one transcoder did not bring a segment's result; another may. */
export class AttemptFailedError extends BaseError {
  override name = 'AttemptFailedError'
  readonly code = 'ATTEMPT_FAILED'
  override readonly retryable = true
  readonly failure: AttemptFailure
  /** The transcoder's own words, where it gave a reason. */
  readonly wireText: string | undefined

  constructor({
    failure,
    reason,
    wireText,
    cause,
  }: { failure: AttemptFailure; reason: string; wireText?: string; cause?: unknown }) {
    super(`The transcoder brought no result (${failure}): ${reason}.`, { meta: { failure }, cause })
    this.failure = failure
    this.wireText = wireText
  }
}

/** Thrown when no transcoder is there for a segment. */
export class NoTranscoderError extends BaseError {
  override name = 'NoTranscoderError'
  readonly code = 'NO_TRANSCODER'
  override readonly retryable = true
  readonly isIncapable: boolean

  /** @param isIncapable - there are transcoders, but none can do what the order asks for. */
  constructor({ isIncapable }: { isIncapable: boolean }) {
    super(isIncapable ? 'No transcoder can do what the order asks for.' : 'No transcoder is connected.')
    this.isIncapable = isIncapable
  }
}

/** Thrown when a price feed answers something that no price can be made of. */
export class FeedRefusedError extends BaseError {
  override name = 'FeedRefusedError'
  readonly code = 'FEED_REFUSED'
  override readonly retryable = true

  constructor({ reason, answer, updatedAtMs }: { reason: string; answer: bigint; updatedAtMs: number }) {
    super(`The price feed is not used: ${reason}.`, { meta: { answer: answer.toString(), updatedAtMs } })
  }
}

/** Thrown at the start when gateways would not reach this very node, or its clock is wrong, and that is required. */
export class SelfCheckError extends BaseError {
  override name = 'SelfCheckError'
  readonly code = 'SELF_CHECK'

  constructor({ text, advice }: { text: string; advice?: string }) {
    super(`The self-check failed: ${text}. ${advice ?? ''}`.trim())
  }
}
