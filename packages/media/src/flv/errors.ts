import { BaseError } from '@millrace/common'

/** Thrown when an FLV tag is cut short or carries impossible values. */
export class MalformedTagError extends BaseError {
  override name = 'MalformedTagError'
  readonly code = 'MALFORMED_TAG'

  constructor({ what, reason, cause }: { what: string; reason: string; cause?: unknown }) {
    super(`The ${what} is not valid: ${reason}.`, { cause, meta: { what, reason } })
  }
}

/** Thrown when a publisher sends a codec that cannot be ingested. */
export class UnsupportedCodecError extends BaseError {
  override name = 'UnsupportedCodecError'
  readonly code = 'UNSUPPORTED_CODEC'

  constructor({ kind, codec, accepted }: { kind: 'video' | 'audio'; codec: string; accepted: string }) {
    super(`The ${kind} codec ${codec} is not accepted: set the encoder to ${accepted}.`, {
      meta: { kind, codec },
    })
  }
}
