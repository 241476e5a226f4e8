import { BaseError } from '@millrace/common'

/** Thrown when a playlist breaks RFC 8216. */
export class MalformedPlaylistError extends BaseError {
  override name = 'MalformedPlaylistError'
  readonly code = 'MALFORMED_PLAYLIST'

  constructor({ line, reason }: { line: number; reason: string }) {
    super(`Line ${line} of the playlist is not valid: ${reason}.`, { meta: { line, reason } })
  }
}

/** Thrown when a value given for a playlist would break its syntax. */
export class InvalidPlaylistValueError extends BaseError {
  override name = 'InvalidPlaylistValueError'
  readonly code = 'INVALID_PLAYLIST_VALUE'

  constructor({ field, reason }: { field: string; reason: string }) {
    super(`The playlist value ${field} ${reason}.`, { meta: { field, reason } })
  }
}
