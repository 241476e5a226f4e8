/**
 * Media time that one session may bring ahead of the clock. A live stream brings a second a second; what is far above
 * that takes machine time that was promised to others.
 */
export class MediaPace {
  readonly #burstMs: number
  #aheadMs = 0
  #atMs: number

  constructor({ burstMs, nowMs }: { burstMs: number; nowMs: number }) {
    this.#burstMs = burstMs
    this.#atMs = nowMs
  }

  /** Counts a segment. @returns false when it is too far ahead; it is not counted then. */
  take(durationMs: number, nowMs: number): boolean {
    this.#aheadMs = Math.max(0, this.#aheadMs - Math.max(0, nowMs - this.#atMs))
    this.#atMs = nowMs
    // One segment is always allowed, however long it is.
    if (this.#aheadMs > 0 && this.#aheadMs + durationMs > this.#burstMs) return false
    this.#aheadMs += durationMs
    return true
  }
}
