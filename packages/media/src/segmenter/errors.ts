import { BaseError } from '@millrace/common'

/** Thrown when no keyframe comes within the bounds of a segment, so that it cannot be cut. */
export class KeyframeMissingError extends BaseError {
  override name = 'KeyframeMissingError'
  readonly code = 'KEYFRAME_MISSING'

  constructor({ durationMs, sizeBytes }: { durationMs: number; sizeBytes: number }) {
    super(
      `No keyframe came for ${durationMs} ms (${sizeBytes} bytes): set the encoder's keyframe interval to 2 s.`,
      { meta: { durationMs, sizeBytes } },
    )
  }
}

/** Thrown when a publisher sends sound but no picture. */
export class NoVideoError extends BaseError {
  override name = 'NoVideoError'
  readonly code = 'NO_VIDEO'

  constructor({ waitedMs }: { waitedMs: number }) {
    super(`The stream has no video after ${waitedMs} ms: streams need a video track.`, { meta: { waitedMs } })
  }
}
