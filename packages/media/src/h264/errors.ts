import { BaseError } from '@millrace/common'

/** Thrown when H.264 bytes break the syntax of ITU-T H.264, or pass the bounds set here. */
export class MalformedH264Error extends BaseError {
  override name = 'MalformedH264Error'
  readonly code = 'MALFORMED_H264'

  constructor({ what, reason }: { what: string; reason: string }) {
    super(`The H.264 ${what} is not valid: ${reason}.`, { meta: { what, reason } })
  }
}
