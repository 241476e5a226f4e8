/** Counts bytes that are held, against a fixed total; no owner that has a name may hold more than half of it. */
export class ByteBudget {
  readonly #total: number
  readonly #owners = new Map<string, number>()
  #held = 0

  constructor(total: number) {
    this.#total = total
  }

  /**
   * @param owner - on whose account, e.g. the address of the other end; undefined is bound by the total alone.
   * @returns a holder that takes bytes piece by piece and gives all of them back at once.
   */
  open(owner?: string): ByteHold {
    let held = 0
    const share = owner === undefined ? this.#total : this.#total / 2
    const account = owner ?? ''
    return {
      take: (bytes) => {
        const owned = this.#owners.get(account) ?? 0
        if (this.#held + bytes > this.#total || owned + bytes > share) return false
        this.#held += bytes
        this.#owners.set(account, owned + bytes)
        held += bytes
        return true
      },
      release: () => {
        const owned = (this.#owners.get(account) ?? 0) - held
        if (owned > 0) this.#owners.set(account, owned)
        else this.#owners.delete(account)
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
