import { BaseError } from '@millrace/common'

/** Thrown when as many jobs wait as the pool lets wait; another transcoder may have room now. */
export class PoolBusyError extends BaseError {
  override name = 'PoolBusyError'
  readonly code = 'TRANSCODER_BUSY'
  override readonly retryable = true

  constructor({ waiting, limit }: { waiting: number; limit: number }) {
    super(`The transcoder pool is full: ${waiting} segments wait already, ${limit} may.`, {
      meta: { waiting, limit },
    })
  }
}

/** Thrown for jobs given to, or held by, a pool that is closed. */
export class PoolClosedError extends BaseError {
  override name = 'PoolClosedError'
  readonly code = 'TRANSCODER_CLOSED'
  override readonly retryable = true

  constructor() {
    super('The transcoder pool is closed.')
  }
}

/** Thrown when a segment was not transcoded within its deadline, waiting and a retry included. */
export class TranscodeTimeoutError extends BaseError {
  override name = 'TranscodeTimeoutError'
  readonly code = 'TRANSCODE_TIMEOUT'
  override readonly retryable = true

  constructor({ timeoutMs, attempts }: { timeoutMs: number; attempts: number }) {
    super(`The segment was not transcoded within ${timeoutMs} ms.`, { meta: { timeoutMs, attempts } })
  }
}

/** Thrown when a segment ended two transcoder processes: the segment is at fault, not the machine. */
export class PoisonSegmentError extends BaseError {
  override name = 'PoisonSegmentError'
  readonly code = 'POISON_SEGMENT'

  constructor({ attempts, lastExit }: { attempts: number; lastExit: string }) {
    super(`The segment ended ${attempts} transcoder processes (${lastExit}) and is refused.`, {
      meta: { attempts, lastExit },
    })
  }
}

/** Why a segment or an order can never be transcoded, as the worker names it. */
export type RefusalCode =
  | 'NO_VIDEO'
  | 'NO_KEYFRAME'
  | 'UNREADABLE_SEGMENT'
  | 'UNSUPPORTED_INPUT'
  | 'UNSUPPORTED_PROFILE'
  | 'SEGMENT_TOO_LARGE'
  | 'RUNAWAY_FRAMES'

/** Thrown when the segment or the order is at fault; another try, here or elsewhere, ends the same. */
export class SegmentRefusedError extends BaseError {
  override name = 'SegmentRefusedError'
  readonly code: RefusalCode

  constructor({ code, reason }: { code: RefusalCode; reason: string }) {
    super(`The segment cannot be transcoded: ${reason}.`, { meta: { reason } })
    this.code = code
  }
}

/** Thrown when transcoding failed in a way that may be the machine's fault (memory, an encoder that does not open). */
export class TranscodeFailedError extends BaseError {
  override name = 'TranscodeFailedError'
  readonly code = 'TRANSCODE_FAILED'
  override readonly retryable = true

  constructor({ reason }: { reason: string }) {
    super(`Transcoding failed: ${reason}.`, { meta: { reason } })
  }
}

/** Thrown when no transcoder process can be started at all. */
export class TranscoderStartError extends BaseError {
  override name = 'TranscoderStartError'
  readonly code = 'TRANSCODER_START'

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`A transcoder process does not start: ${reason}.`, { cause, meta: { reason } })
  }
}

/** Thrown when an encoder device was demanded and does not encode a sample; the reason is FFmpeg's own. */
export class DeviceRefusedError extends BaseError {
  override name = 'DeviceRefusedError'
  readonly code = 'ENCODER_DEVICE'

  constructor({ device, reason, cause }: { device: string; reason: string; cause?: unknown }) {
    super(`The encoder ${device} does not work here: ${reason}. Choose encoder auto or software.`, {
      cause,
      meta: { device },
    })
  }
}
