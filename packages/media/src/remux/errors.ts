import { BaseError } from '@millrace/common'

/** Thrown when an MP4 file could not be written to its end. */
export class RemuxFailedError extends BaseError {
  override name = 'RemuxFailedError'
  readonly code = 'REMUX_FAILED'

  constructor({ exit }: { exit: string }) {
    super(`The process that writes the MP4 file ended early (${exit}).`, { meta: { exit } })
  }
}
