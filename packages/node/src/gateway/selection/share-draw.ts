/**
 * Draws so that what was drawn follows the shares closely: each draw gives every candidate its share as credit, takes
 * the one with most credit, and charges it one. Unlike independent random draws no run of bad luck leaves an
 * orchestrator without its part; a random first credit keeps gateways from starting with the same one.
 */
export class ShareDraw {
  readonly #credits = new Map<string, number>()
  readonly #random: () => number

  /** @param random numbers from 0 to 1, for the first credit of a newcomer. */
  constructor(random: () => number) {
    this.#random = random
  }

  /**
   * @param shares of all candidates; ids that are no longer among them are forgotten.
   * @param usable who may be drawn now; credit of the others keeps growing to a turn and a share.
   * @returns undefined when nobody is usable.
   */
  draw(
    shares: ReadonlyMap<string, number>,
    usable: (id: string) => boolean = () => true,
  ): string | undefined {
    for (const id of this.#credits.keys()) if (!shares.has(id)) this.#credits.delete(id)
    let drawn: string | undefined
    let most = Number.NEGATIVE_INFINITY
    for (const [id, share] of shares) {
      const before = this.#credits.get(id) ?? this.#random() * share
      // Who has most of the share is owed more than a turn whenever somebody else had one.
      const credit = Math.min(before + share, 1 + share)
      this.#credits.set(id, credit)
      if (usable(id) && credit > most) {
        drawn = id
        most = credit
      }
    }
    if (drawn !== undefined) this.#credits.set(drawn, Math.max(-1, most - 1))
    return drawn
  }
}
