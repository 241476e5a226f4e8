/** Hedges kept in hand for a bad moment. */
const burst = 2

/**
 * Bounds how many segments go to a second orchestrator: each segment adds its share, each hedge takes one. Without a
 * bound, one overloaded moment would double the load that caused it.
 */
export class HedgeBudget {
  readonly #share: number
  #left: number

  constructor(share: number) {
    this.#share = share
    this.#left = share > 0 ? burst : 0
  }

  addSegment(): void {
    this.#left = Math.min(burst, this.#left + this.#share)
  }

  /** @returns whether a hedge may be made; it is then taken. */
  take(): boolean {
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
