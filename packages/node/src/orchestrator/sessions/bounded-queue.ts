/** Runs work first come first served, so much at once; refuses what passes its bound instead of letting it pile up. */
export class BoundedQueue {
  readonly #parallel: number
  readonly #limit: number
  readonly #waiting: (() => void)[] = []
  #size = 0
  #running = 0

  /** `limit` counts running and waiting work together. */
  constructor({ parallel, limit }: { parallel: number; limit: number }) {
    this.#parallel = Math.min(parallel, limit)
    this.#limit = limit
  }

  get size(): number {
    return this.#size
  }

  /** @returns undefined when the queue is full, otherwise the promise of the work. */
  run<T>(work: () => Promise<T>): Promise<T> | undefined {
    if (this.#size >= this.#limit) return undefined
    this.#size++
    return this.#take(work)
  }

  async #take<T>(work: () => Promise<T>): Promise<T> {
    try {
      if (this.#running >= this.#parallel) await new Promise<void>((resolve) => this.#waiting.push(resolve))
      else this.#running++
      return await work()
    } finally {
      this.#size--
      // The place goes straight to the next one, so that nobody slips in between.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}
