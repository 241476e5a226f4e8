import { delay } from '@millrace/common'

/** Plays the distance of a far-away node on a development network; 0 ms does nothing. */
export class InjectedDelay {
  readonly #delayMs: number

  constructor({ delayMs }: { delayMs: number }) {
    this.#delayMs = delayMs
  }

  /** @throws {AbortError} when `signal` aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    if (this.#delayMs > 0) await delay(this.#delayMs, { signal })
  }
}
