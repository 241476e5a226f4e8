import { delay, type Logger } from '@millrace/common'

export interface RepeatedRunDependencies {
  /** One run. What it throws is logged, and the next one comes all the same. */
  readonly work: (signal: AbortSignal) => Promise<void>
  readonly log: Logger
  /** A constant phrase, for a run that fails. */
  readonly complaint: string
}

/** Work that is called for at each block: never two runs at once, and one more for all the calls that came during one. */
export class RepeatedRun {
  readonly #deps: RepeatedRunDependencies
  readonly #abort = new AbortController()
  #running: Promise<void> | undefined
  #isAskedFor = false

  constructor(deps: RepeatedRunDependencies) {
    this.#deps = deps
  }

  /** Resolves when a run that began after the call is over, or at once when this is closed. */
  run(): Promise<void> {
    this.#isAskedFor = true
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Tells the run under way to stop, waits for it at most so long, and starts no other. */
  async close({ graceMs = 1_000 }: { graceMs?: number } = {}): Promise<void> {
    this.#abort.abort()
    await Promise.race([this.#running ?? Promise.resolve(), delay(graceMs, { unref: true })])
  }

  async #loop(): Promise<void> {
    const { work, log, complaint } = this.#deps
    const { signal } = this.#abort
    while (this.#isAskedFor && !signal.aborted) {
      this.#isAskedFor = false
      try {
        await work(signal)
      } catch (err) {
        if (!signal.aborted) log.warn({ err }, complaint)
      }
    }
  }
}
