import type { TranscodeResult, TranscoderPool } from '@millrace/media'
import type { AttemptLimits, SegmentJob, Transcoder } from './types.ts'

export interface LocalTranscoderOptions {
  readonly capacityPixelsPerSecond: number
}

/** The processes of this machine. */
export class LocalTranscoder implements Transcoder {
  readonly id = 'local'
  readonly kind = 'local'
  readonly address = 'this machine'
  readonly isSilent = false
  readonly isDraining = false
  readonly slots: number
  readonly claimedPixelsPerSecond: number
  readonly #pool: Pick<TranscoderPool, 'transcode' | 'stats'>

  constructor(
    { capacityPixelsPerSecond }: LocalTranscoderOptions,
    pool: Pick<TranscoderPool, 'transcode' | 'stats'>,
  ) {
    this.#pool = pool
    this.slots = pool.stats.workers
    this.claimedPixelsPerSecond = capacityPixelsPerSecond
  }

  /** What this machine cannot do was refused when the segment came. */
  canDo(): boolean {
    return true
  }

  run({ source, profiles }: SegmentJob, { timeoutMs, signal }: AttemptLimits): Promise<TranscodeResult> {
    return this.#pool.transcode({ source, profiles, timeoutMs, signal })
  }

  endSession(): void {}
}
