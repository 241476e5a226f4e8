import type { RefusalCode } from '../errors.ts'

/**
 * The worker's word for "this segment or order is at fault"; the pool turns it into a SegmentRefusedError.
 * Not a BaseError, so that a worker loads nothing but FFmpeg.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: RefusalCode

  constructor(code: RefusalCode, reason: string) {
    super(reason)
    this.code = code
  }
}
