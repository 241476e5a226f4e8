import type { Logger } from '@millrace/common'

export interface DutyDependencies {
  readonly work: () => Promise<void>
  readonly log: Logger
}

const maxSkippedBlocks = 16

/**
 * Something to be done on chain again and again: tried at blocks, never twice at once, and after a failure less and less
 * often.
 */
export class Duty {
  readonly #name: string
  readonly #deps: DutyDependencies
  #isRunning = false
  #isClosed = false
  #failures = 0
  #skipBlocks = 0

  constructor({ name }: { name: string }, deps: DutyDependencies) {
    this.#name = name
    this.#deps = deps
  }

  /** To be called at each block; returns at once. */
  onBlock(): void {
    if (this.#isRunning || this.#isClosed || this.#skipBlocks-- > 0) return
    this.#isRunning = true
    this.#skipBlocks = 0
    this.#run().finally(() => {
      this.#isRunning = false
    })
  }

  /** Starts nothing any more; what is on its way is left to the chain. */
  close(): void {
    this.#isClosed = true
  }

  async #run(): Promise<void> {
    try {
      await this.#deps.work()
      this.#failures = 0
    } catch (err) {
      if (this.#isClosed) return
      this.#failures++
      this.#skipBlocks = Math.min(maxSkippedBlocks, 2 ** this.#failures)
      this.#deps.log.warn({ err, duty: this.#name, failures: this.#failures }, 'chain duty failed')
    }
  }
}
