/** Runs the first halves of jobs one after the other and lets a bounded number of second halves overlap. */
export class SerialQueue {
  readonly #maxInFlight: number
  #tail: Promise<unknown> = Promise.resolve()
  #inFlight = 0
  #size = 0
  #onFree: (() => void) | undefined

  constructor({ maxInFlight }: { maxInFlight: number }) {
    this.#maxInFlight = maxInFlight
  }

  /** Jobs waiting or running. */
  get size(): number {
    return this.#size
  }

  async run<Mid, End>(first: () => Promise<Mid>, second: (mid: Mid) => Promise<End>): Promise<End> {
    this.#size++
    try {
      const turn = this.#tail.then(async () => {
        await this.#free()
        const mid = await first()
        this.#inFlight++
        // In an object, so that the turn ends before the second half does.
        return { done: second(mid).finally(() => this.#release()) }
      })
      this.#tail = turn.catch(() => undefined)
      return await (await turn).done
    } finally {
      this.#size--
    }
  }

  async #free(): Promise<void> {
    while (this.#inFlight >= this.#maxInFlight)
      await new Promise<void>((resolve) => {
        this.#onFree = resolve
      })
  }

  #release(): void {
    this.#inFlight--
    this.#onFree?.()
    this.#onFree = undefined
  }
}
