import { KeyframeMissingError, NoVideoError } from './errors.ts'

/** Frames without any usable picture, for publishers whose clock stands still. */
const maxUnusableFrames = 3_000
/** A longer step is a jump of the publisher's clock, and no wait. */
const maxStepMs = 1_000

/** Bounds how long a publisher may send what cannot be decoded yet. */
export class PictureWait {
  readonly #maxWaitMs: number
  #lastMs: number | undefined
  #waitedMs = 0
  #frames = 0
  #sawVideo = false

  constructor({ maxWaitMs }: { maxWaitMs: number }) {
    this.#maxWaitMs = maxWaitMs
  }

  sawVideo(): void {
    this.#sawVideo = true
  }

  /** A picture came that decoding can begin with. */
  over(): void {
    this.#lastMs = undefined
    this.#waitedMs = 0
    this.#frames = 0
  }

  /**
   * A frame had to be put off or dropped.
   * @throws {NoVideoError | KeyframeMissingError} when that has gone on for too long.
   */
  unusable(timestampMs: number): void {
    const stepMs = Math.abs((timestampMs - (this.#lastMs ?? timestampMs)) | 0)
    this.#lastMs = timestampMs
    this.#waitedMs += Math.min(stepMs, maxStepMs)
    this.#frames++
    if (this.#waitedMs <= this.#maxWaitMs && this.#frames <= maxUnusableFrames) return
    if (!this.#sawVideo) throw new NoVideoError({ waitedMs: this.#waitedMs })
    throw new KeyframeMissingError({ durationMs: this.#waitedMs, sizeBytes: 0 })
  }
}
