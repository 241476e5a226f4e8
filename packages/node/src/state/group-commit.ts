interface Waiting<T> {
  readonly entry: T
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Lets entries that come together share one transaction, for its fsync is what costs time: a payment that is alone waits
 * for one fsync, a hundred at once wait for one as well.
 */
export class GroupCommit<T> {
  readonly #commit: (entries: readonly T[]) => void
  #waiting: Waiting<T>[] = []

  /** @param commit writes all of the entries or none, and throws when it could not */
  constructor(commit: (entries: readonly T[]) => void) {
    this.#commit = commit
  }

  /** Returns when the entry would survive a power cut. @throws what `commit` throws, as all that came with it do */
  add(entry: T): Promise<void> {
    return new Promise((resolve, reject) => {
      // In the next turn, with all that this one brings.
      if (this.#waiting.length === 0) setImmediate(() => this.#flush())
      this.#waiting.push({ entry, resolve, reject })
    })
  }

  #flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    try {
      this.#commit(waiting.map(({ entry }) => entry))
    } catch (error) {
      for (const { reject } of waiting) reject(error)
      return
    }
    for (const { resolve } of waiting) resolve()
  }
}
