/** Counts bytes that are held, against a fixed total; no owner may hold more than half of it. */
export class ByteBudget {
  readonly #total: number
  readonly #owners = new Map<string, number>()
  #held = 0

  constructor(total: number) {
    this.#total = total
  }

  /**
   * @param owner - on whose account, e.g. the address of the other end; undefined is an owner too.
   * @returns a holder that takes bytes piece by piece and gives all of them back at once.
   */
  open(owner = ''): ByteHold {
    let held = 0
    return {
      take: (bytes) => {
        const owned = this.#owners.get(owner) ?? 0
        if (this.#held + bytes > this.#total || owned + bytes > this.#total / 2) return false
        this.#held += bytes
        this.#owners.set(owner, owned + bytes)
        held += bytes
        return true
      },
      release: () => {
        const owned = (this.#owners.get(owner) ?? 0) - held
        if (owned > 0) this.#owners.set(owner, owned)
        else this.#owners.delete(owner)
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
