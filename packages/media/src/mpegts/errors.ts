import { BaseError } from '@millrace/common'

/** Thrown when bytes are not an MPEG transport stream, or pass the bounds of a segment. */
export class MalformedTsError extends BaseError {
  override name = 'MalformedTsError'
  readonly code = 'MALFORMED_TS'

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`The bytes are not a valid MPEG-TS segment: ${reason}.`, { cause, meta: { reason } })
  }
}
