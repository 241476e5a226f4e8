/** A signal that aborts at a time-out or with the caller's, and tells which of them it was. */
export class Deadline {
  readonly #controller = new AbortController()
  readonly #outer: readonly AbortSignal[]
  readonly #timer: NodeJS.Timeout
  readonly #abort = () => this.#controller.abort()
  #isTimedOut = false

  /** @param outer - signals of the caller; they may live long, so nothing is left on them after disposal. */
  constructor(timeoutMs: number, ...outer: readonly (AbortSignal | undefined)[]) {
    this.#outer = outer.filter((signal) => signal !== undefined)
    this.#timer = setTimeout(() => {
      this.#isTimedOut = true
      this.#abort()
    }, timeoutMs)
    for (const signal of this.#outer) {
      if (signal.aborted) this.#abort()
      else signal.addEventListener('abort', this.#abort)
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get isTimedOut(): boolean {
    return this.#isTimedOut
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    for (const signal of this.#outer) signal.removeEventListener('abort', this.#abort)
  }
}
