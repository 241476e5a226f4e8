import { type Clock, type delay, Lifecycle, type Logger } from '@millrace/common'
import type { OrchestratorTerms } from '@millrace/wire'
import type { KnownOrchestrator, OrchestratorSource } from '../../ordering/orchestrator-source.ts'
import type { AttemptError } from '../errors.ts'
import type { OrchestratorBook } from './orchestrator-book.ts'

export interface DiscoveryOptions {
  readonly discoveryIntervalMs: number
  readonly discoveryPaceMs: number
  readonly discoveryTimeoutMs: number
  readonly discoveryCutoffMs: number
}

export interface DiscoveryDependencies {
  readonly source: OrchestratorSource
  readonly book: OrchestratorBook
  /**
   * @param isUrgent - whether a stream may be waiting for the answers of all
   * @throws {AttemptError}
   */
  readonly requestTerms: (orchestrator: KnownOrchestrator, isUrgent: boolean) => Promise<OrchestratorTerms>
  /** Makes sense of whatever a request threw. */
  readonly asAttemptError: (error: unknown) => AttemptError
  readonly clock: Clock
  /** Waits by the same time as `clock`. */
  readonly delay: typeof delay
  /** Numbers from 0 to 1. */
  readonly random: () => number
  readonly log: Logger
}

/** Orchestrators asked at the same time. */
const maxParallel = 128
/** With so many of the answers, good or bad, there is enough to choose from: the slowest are not waited for. */
const enoughShare = 0.9

/**
 * Keeps the book up to date: who is active, who answers, at what price. Everybody is asked at once at the start and when
 * it is needed, and one after the other, spread over the interval, from then on: that keeps the connections warm and
 * loads nobody.
 */
export class Discovery {
  readonly #options: DiscoveryOptions
  readonly #deps: DiscoveryDependencies
  readonly #life = new Lifecycle()
  readonly #askedAtMs = new Map<string, number>()
  readonly #asking = new Map<string, Promise<boolean>>()
  #refreshing: Promise<void> | undefined
  #isFirstDone = false

  constructor(options: DiscoveryOptions, deps: DiscoveryDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** Asks everybody now and then. */
  start(): void {
    void this.#loop()
  }

  /**
   * Asks everybody at once whom the pace allows to ask. Resolves when nearly all have answered, or enough: at the
   * discovery time-out when somebody has, otherwise as soon as one does, at the latest at the cut-off. Later answers
   * count all the same.
   */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
      this.#isFirstDone = true
    })
    return this.#refreshing
  }

  /** Resolves when there is somebody to choose from, as far as there is anybody; asks only when nobody is known. */
  prepare(): Promise<void> {
    // A choice in the middle of the first answers would be one among the nearest.
    if (!this.#isFirstDone) return this.refresh()
    return this.#deps.book.isEmpty ? this.refresh() : Promise.resolve()
  }

  /** As `refresh`; those that found our funds too small are asked in any case. */
  async refreshAfterFunding(): Promise<void> {
    for (const { known, refusal } of this.#deps.book.entries()) {
      if (refusal?.failure === 'FUNDS_BELOW_TERMS') this.#askedAtMs.delete(known.id)
    }
    // One that is under way has listed those that were to be asked before.
    await this.#refreshing
    await this.refresh()
  }

  close(): Promise<void> {
    return this.#life.close()
  }

  async #loop(): Promise<void> {
    await this.refresh()
    while (!this.#life.isClosed) await this.#sweep()
  }

  /** Asks one after the other, through one interval. */
  async #sweep(): Promise<void> {
    const { discoveryIntervalMs } = this.#options
    const list = (await this.#list()) ?? []
    const waitMs = discoveryIntervalMs / Math.max(1, list.length)
    for (const orchestrator of this.#shuffled(list)) {
      if (!this.#askedAtMs.has(orchestrator.id)) void this.#ask(orchestrator)
    }
    for (const orchestrator of this.#shuffled(list)) {
      await this.#wait(waitMs)
      if (this.#life.isClosed) return
      if (this.#isDue(orchestrator)) void this.#ask(orchestrator)
    }
    if (list.length === 0) await this.#wait(waitMs)
  }

  async #refresh(): Promise<void> {
    const list = await this.#list()
    if (list) await this.#askAll(this.#shuffled(list))
  }

  async #list(): Promise<readonly KnownOrchestrator[] | undefined> {
    const { source, book, log } = this.#deps
    try {
      const list = await source.list()
      book.setKnown(list)
      const ids = new Set(list.map(({ id }) => id))
      for (const id of this.#askedAtMs.keys()) if (!ids.has(id)) this.#askedAtMs.delete(id)
      return list
    } catch (err) {
      log.warn({ err }, 'orchestrators cannot be listed, the last list is kept')
      return undefined
    }
  }

  async #askAll(list: readonly KnownOrchestrator[]): Promise<void> {
    const { discoveryTimeoutMs, discoveryCutoffMs } = this.#options
    const waiting = list.filter(
      (orchestrator) => this.#isDue(orchestrator) || this.#asking.has(orchestrator.id),
    )
    if (waiting.length === 0) return
    const first = Promise.withResolvers<void>()
    const nearlyAll = Promise.withResolvers<void>()
    const asked = waiting.length
    let answered = 0
    let good = 0
    const worker = async () => {
      for (let next = waiting.shift(); next && !this.#life.isClosed; next = waiting.shift()) {
        if (await this.#ask(next, true)) good++
        answered++
        if (good > 0) first.resolve()
        if (answered >= (good > 0 ? asked * enoughShare : asked)) nearlyAll.resolve()
      }
    }
    for (let count = Math.min(maxParallel, waiting.length); count > 0; count--) void worker()
    const stop = new AbortController()
    const enough = Promise.all([first.promise, this.#wait(discoveryTimeoutMs, stop.signal)])
    await Promise.race([nearlyAll.promise, enough, this.#wait(discoveryCutoffMs, stop.signal)])
    stop.abort()
  }

  /** Whether one was not asked just now: each question costs it the parameters of a new session. */
  #isDue({ id }: KnownOrchestrator): boolean {
    const { discoveryPaceMs, discoveryIntervalMs } = this.#options
    const askedAtMs = this.#askedAtMs.get(id) ?? Number.NEGATIVE_INFINITY
    return this.#deps.clock.nowMs() - askedAtMs >= Math.min(discoveryPaceMs, discoveryIntervalMs)
  }

  /** @returns whether it gives terms; of a question that is under way, if there is one. */
  #ask(orchestrator: KnownOrchestrator, isUrgent = false): Promise<boolean> {
    const { id } = orchestrator
    const asking =
      this.#asking.get(id) ?? this.#request(orchestrator, isUrgent).finally(() => this.#asking.delete(id))
    this.#asking.set(id, asking)
    return asking
  }

  async #request(orchestrator: KnownOrchestrator, isUrgent: boolean): Promise<boolean> {
    const { book, requestTerms, asAttemptError, clock, log } = this.#deps
    const { id, serviceUri } = orchestrator
    const startedMs = clock.nowMs()
    this.#askedAtMs.set(id, startedMs)
    try {
      const terms = await requestTerms(orchestrator, isUrgent)
      book.recordTerms(id, terms, clock.nowMs() - startedMs)
      return true
    } catch (cause) {
      const error = asAttemptError(cause)
      book.recordFailure(id, error.failure, error.message)
      log.debug({ err: error, serviceUri }, 'orchestrator gives no terms')
      return false
    }
  }

  #wait(ms: number, stop?: AbortSignal): Promise<void> {
    const signal = stop ? AbortSignal.any([stop, this.#life.signal]) : this.#life.signal
    return this.#deps.delay(ms, { signal, unref: true }).catch(() => {})
  }

  #shuffled<T>(list: readonly T[]): T[] {
    const order = list.map((item) => ({ item, at: this.#deps.random() }))
    return order.sort((a, b) => a.at - b.at).map(({ item }) => item)
  }
}
