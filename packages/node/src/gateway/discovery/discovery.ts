import { delay, Lifecycle, type Logger } from '@millrace/common'
import type { OrchestratorTerms } from '@millrace/wire'
import type { AttemptError } from '../errors.ts'
import type { OrchestratorBook } from './orchestrator-book.ts'
import type { KnownOrchestrator, OrchestratorSource } from './orchestrator-source.ts'

export interface DiscoveryOptions {
  readonly discoveryIntervalMs: number
  readonly discoveryTimeoutMs: number
  readonly discoveryCutoffMs: number
}

export interface DiscoveryDependencies {
  readonly source: OrchestratorSource
  readonly book: OrchestratorBook
  /** @throws {AttemptError} */
  readonly requestTerms: (orchestrator: KnownOrchestrator) => Promise<OrchestratorTerms>
  /** Makes sense of whatever a request threw. */
  readonly asAttemptError: (error: unknown) => AttemptError
  readonly log: Logger
}

/** Orchestrators asked at the same time. */
const maxParallel = 64

/** Keeps the book up to date: who is active, who answers, at what price. */
export class Discovery {
  readonly #options: DiscoveryOptions
  readonly #deps: DiscoveryDependencies
  readonly #life = new Lifecycle()
  #refreshing: Promise<void> | undefined
  #again = false

  constructor(options: DiscoveryOptions, deps: DiscoveryDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** Asks everybody now and then. */
  start(): void {
    void this.#loop()
  }

  /**
   * Asks everybody at once. Resolves when all have answered, or enough: at the discovery time-out when somebody has,
   * otherwise as soon as one does, at the latest at the cut-off. Later answers count all the same.
   */
  refresh(): Promise<void> {
    if (this.#refreshing) this.#again = true
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
      if (!this.#again || this.#life.isClosed) return
      this.#again = false
      void this.refresh()
    })
    return this.#refreshing
  }

  close(): Promise<void> {
    return this.#life.close()
  }

  async #loop(): Promise<void> {
    const { signal } = this.#life
    while (!signal.aborted) {
      await this.refresh()
      await delay(this.#options.discoveryIntervalMs, { signal, unref: true }).catch(() => {})
    }
  }

  async #refresh(): Promise<void> {
    const { source, book, log } = this.#deps
    let list: readonly KnownOrchestrator[]
    try {
      list = await source.list()
    } catch (err) {
      log.warn({ err }, 'orchestrators cannot be listed, the last list is kept')
      return
    }
    book.setKnown(list)
    await this.#askAll(shuffled(list))
  }

  async #askAll(list: readonly KnownOrchestrator[]): Promise<void> {
    const { discoveryTimeoutMs, discoveryCutoffMs } = this.#options
    const first = Promise.withResolvers<void>()
    const waiting = [...list]
    const worker = async () => {
      for (let next = waiting.shift(); next && !this.#life.isClosed; next = waiting.shift()) {
        if (await this.#ask(next)) first.resolve()
      }
    }
    const all = Promise.all(Array.from({ length: Math.min(maxParallel, list.length) }, worker))
    const stop = new AbortController()
    const wait = (ms: number) => delay(ms, { signal: stop.signal, unref: true }).catch(() => {})
    const enough = Promise.all([first.promise, wait(discoveryTimeoutMs)])
    await Promise.race([all, enough, wait(discoveryCutoffMs)])
    stop.abort()
  }

  /** @returns whether it gave terms. */
  async #ask(orchestrator: KnownOrchestrator): Promise<boolean> {
    const { book, requestTerms, asAttemptError, log } = this.#deps
    try {
      book.recordTerms(orchestrator.id, await requestTerms(orchestrator))
      return true
    } catch (cause) {
      const error = asAttemptError(cause)
      book.recordFailure(orchestrator.id, error.failure, error.message)
      log.debug({ err: error, serviceUri: orchestrator.serviceUri }, 'orchestrator gives no terms')
      return false
    }
  }
}

function shuffled<T>(list: readonly T[]): T[] {
  const order = list.map((item) => ({ item, at: Math.random() }))
  return order.sort((a, b) => a.at - b.at).map(({ item }) => item)
}
