interface Waiter {
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

export interface SlotQueueOptions {
  readonly slots: number
  readonly maxWaiting: number
}

/** A fixed number of slots, first come first served, with a bound on how many may wait. */
export class SlotQueue {
  readonly #options: SlotQueueOptions
  readonly #waiting = new Set<Waiter>()
  #taken = 0

  constructor(options: SlotQueueOptions) {
    this.#options = options
  }

  get taken(): number {
    return this.#taken
  }

  get waiting(): number {
    return this.#waiting.size
  }

  get isFull(): boolean {
    return this.#taken >= this.#options.slots && this.#waiting.size >= this.#options.maxWaiting
  }

  /**
   * Waits for a slot; whoever has it gives it back with {@link release}.
   * @throws the signal's reason when it aborts first, or what {@link rejectWaiting} was given.
   */
  take(signal: AbortSignal): Promise<void> {
    if (this.#taken < this.#options.slots) {
      this.#taken += 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.delete(waiter)
        reject(signal.reason)
      }
      const waiter: Waiter = {
        resolve: () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        },
        reject: (reason) => {
          signal.removeEventListener('abort', onAbort)
          reject(reason)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.add(waiter)
    })
  }

  release(): void {
    const [next] = this.#waiting
    if (!next) {
      this.#taken -= 1
      return
    }
    this.#waiting.delete(next)
    next.resolve()
  }

  rejectWaiting(reason: unknown): void {
    for (const waiter of this.#waiting) waiter.reject(reason)
    this.#waiting.clear()
  }
}
