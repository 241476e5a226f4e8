export type Track = 'video' | 'audio'

/** A step back this long is a clock set anew; less is disorder. */
const maxBackwardMs = 1_000
/** A step ahead this long is a jump; less may be a slow encoder or network. */
const maxForwardMs = 10_000
/** Distance put between what came before a jump and after it: about a frame. */
const jumpStepMs = 33

/**
 * Turns the publisher's 32-bit millisecond clock, which may start anywhere, wrap and jump, into the
 * stream's timeline. Both tracks share one offset, so that a jump keeps them together.
 */
export class PublisherClock {
  #lastRaw: number
  #unwrappedMs: number
  #offsetMs = 0
  readonly #lastMs: Record<Track, number | undefined> = { video: undefined, audio: undefined }
  #jumps = 0

  /** From now on `rawMs` of the publisher is `startMs` of the stream. */
  constructor({ rawMs, startMs }: { rawMs: number; startMs: number }) {
    this.#lastRaw = rawMs
    this.#unwrappedMs = startMs
  }

  /** How often the publisher's clock jumped. */
  get jumps(): number {
    return this.#jumps
  }

  /** @returns milliseconds on the stream's timeline. */
  read(track: Track, rawMs: number): number {
    // Signed 32-bit difference: the shorter way round the wrap, either way.
    this.#unwrappedMs += (rawMs - this.#lastRaw) | 0
    this.#lastRaw = rawMs
    const last = this.#lastMs[track] ?? this.#latest()
    let ms = this.#unwrappedMs + this.#offsetMs
    if (last !== undefined && (ms < last - maxBackwardMs || ms > last + maxForwardMs)) {
      const target = (this.#latest() ?? last) + jumpStepMs
      this.#offsetMs += target - ms
      this.#jumps++
      ms = target
    }
    this.#lastMs[track] = ms
    return ms
  }

  #latest(): number | undefined {
    const { video, audio } = this.#lastMs
    if (video === undefined || audio === undefined) return video ?? audio
    return Math.max(video, audio)
  }
}
