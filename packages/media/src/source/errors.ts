import { BaseError } from '@millrace/common'

/** Thrown when the clip of a live source cannot be read, holds no video, or cannot be made ready. */
export class SourceFileError extends BaseError {
  override name = 'SourceFileError'
  readonly code = 'SOURCE_FILE'

  constructor({ file, reason, cause }: { file: string; reason: string; cause?: unknown }) {
    super(`The source file ${file} cannot be streamed: ${reason}.`, { cause, meta: { file, reason } })
  }
}
