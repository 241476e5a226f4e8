/** Counts bytes that are held, against a fixed total. */
export class ByteBudget {
  readonly #total: number
  #held = 0

  constructor(total: number) {
    this.#total = total
  }

  /** @returns a holder that takes bytes piece by piece and gives all of them back at once. */
  open(): ByteHold {
    let held = 0
    return {
      take: (bytes) => {
        if (this.#held + bytes > this.#total) return false
        this.#held += bytes
        held += bytes
        return true
      },
      release: () => {
        this.#held -= held
        held = 0
      },
    }
  }
}

export interface ByteHold {
  /** @returns false when there is no room; nothing is taken then. */
  take(bytes: number): boolean
  /** Gives everything back; may be called again. */
  release(): void
}
