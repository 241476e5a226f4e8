import { BaseError } from '@millrace/common'

/** Thrown when an ordered rendition is not one that can be made; asking again cannot help. */
export class InvalidProfileError extends BaseError {
  override name = 'InvalidProfileError'
  readonly code = 'INVALID_PROFILE'

  constructor({ path, reason, cause }: { path: string; reason: string; cause?: unknown }) {
    super(`The rendition${path === '' ? '' : ` value ${path}`} does not fit: ${reason}.`, {
      cause,
      meta: { path, reason },
    })
  }
}
