const wantedEvents = 5_000
const firstBlocks = 500
const growth = 2

/** How many blocks to ask for at once, so that a page holds enough events to be worth its round trips and not more. */
export class PageSize {
  readonly #maxBlocks: number
  #blocks: number

  constructor({ maxBlocks }: { maxBlocks: number }) {
    this.#maxBlocks = maxBlocks
    this.#blocks = Math.min(firstBlocks, maxBlocks)
  }

  get blocks(): number {
    return this.#blocks
  }

  /** A page came whole. */
  note({ blocks, events }: { blocks: number; events: number }): void {
    const fitting = events === 0 ? Number.POSITIVE_INFINITY : (blocks * wantedEvents) / events
    this.#blocks = Math.max(1, Math.floor(Math.min(this.#blocks * growth, fitting, this.#maxBlocks)))
  }

  /** One did not: endpoints refuse what is too much for them, each in words of its own. */
  shrink(): void {
    this.#blocks = Math.max(1, Math.floor(this.#blocks / growth))
  }
}
