/** A place that lost transcoders in the middle of their work more often than this, and so lately, is doubtful. */
const toleratedLosses = 2
const rememberedMs = 60_000
const mostPlaces = 1_000

interface Place {
  losses: number
  lastMs: number
}

/**
 * Remembers from where transcoders left in the middle of a segment: one that takes work, leaves, and comes back with a
 * clean record must not do so for ever.
 */
export class LossBook {
  readonly #places = new Map<string, Place>()

  add(address: string, nowMs: number): void {
    const known = this.#recent(address, nowMs)
    this.#places.delete(address)
    this.#places.set(address, { losses: (known?.losses ?? 0) + 1, lastMs: nowMs })
    const [oldest] = this.#places.keys()
    if (this.#places.size > mostPlaces && oldest !== undefined) this.#places.delete(oldest)
  }

  isDoubtful(address: string, nowMs: number): boolean {
    return (this.#recent(address, nowMs)?.losses ?? 0) > toleratedLosses
  }

  #recent(address: string, nowMs: number): Place | undefined {
    const place = this.#places.get(address)
    return place !== undefined && nowMs - place.lastMs < rememberedMs ? place : undefined
  }
}
