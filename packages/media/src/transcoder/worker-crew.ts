import { Lifecycle, type Logger } from '@millrace/common'
import { PoolClosedError } from './errors.ts'
import type { WorkerSettings } from './worker/messages.ts'
import { WorkerProcess } from './worker-process.ts'

export interface WorkerCrewOptions {
  readonly settings: WorkerSettings
  /** Most processes alive at once: those that work and a warm spare. */
  readonly maxProcesses: number
  readonly recycleAfterSegments: number
  readonly recycleAboveRssBytes: number
}

interface Waiter {
  readonly resolve: (worker: WorkerProcess) => void
  readonly reject: (error: unknown) => void
}

/**
 * Keeps worker processes at hand: started when first needed, replaced when old, large or dead, with one more than
 * is in use kept warm, so that a replacement costs the next job no waiting.
 */
export class WorkerCrew {
  readonly #options: WorkerCrewOptions
  readonly #log: Logger
  readonly #all = new Set<WorkerProcess>()
  readonly #idle: WorkerProcess[] = []
  readonly #waiters: Waiter[] = []
  readonly #life = new Lifecycle()
  readonly #ending = new Set<Promise<void>>()
  #starting = 0
  #cpuSecondsOfGone = 0
  recycled = 0
  maxRssBytes = 0

  /** @throws {TranscoderStartError} when the first process does not come up. */
  static async create(options: WorkerCrewOptions, { log }: { log: Logger }): Promise<WorkerCrew> {
    const crew = new WorkerCrew(options, log)
    crew.#offer(await crew.acquire())
    return crew
  }

  private constructor(options: WorkerCrewOptions, log: Logger) {
    this.#options = options
    this.#log = log
    this.#life.add('transcoder processes', () => this.#endAll())
  }

  /** Every process alive, working or not. */
  get workers(): ReadonlySet<WorkerProcess> {
    return this.#all
  }

  get warm(): number {
    return this.#idle.length
  }

  /** CPU time of all processes, gone ones included, as of their last answer. */
  get cpuSeconds(): number {
    let sum = this.#cpuSecondsOfGone
    for (const worker of this.#all) sum += worker.usage.cpuSeconds
    return sum
  }

  /**
   * Takes an idle worker, or the next that gets idle or comes up.
   * @throws {TranscoderStartError} when none comes up, {PoolClosedError} when the crew is closed.
   */
  async acquire(): Promise<WorkerProcess> {
    if (this.#life.isClosed) throw new PoolClosedError()
    let worker = this.#idle.pop()
    while (worker && !worker.isAlive) worker = this.#idle.pop()
    if (worker) {
      this.#keepSpare()
      return worker
    }
    const promise = new Promise<WorkerProcess>((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
    })
    this.#startOne()
    return promise
  }

  /** Gives a worker back after its job. */
  release(worker: WorkerProcess): void {
    this.maxRssBytes = Math.max(this.maxRssBytes, worker.usage.rssBytes)
    if (!worker.isAlive || this.#life.isClosed) {
      if (this.#waiters.length > 0) this.#startOne()
      return
    }
    if (!this.#isWorn(worker)) {
      this.#offer(worker)
      return
    }
    this.recycled += 1
    this.#forget(worker)
    const stopped = worker.stop()
    this.#ending.add(stopped)
    void stopped.finally(() => this.#ending.delete(stopped))
    this.#keepSpare()
  }

  close(): Promise<void> {
    return this.#life.close()
  }

  #isWorn({ jobsDone, usage }: WorkerProcess): boolean {
    return (
      jobsDone >= this.#options.recycleAfterSegments || usage.rssBytes > this.#options.recycleAboveRssBytes
    )
  }

  #offer(worker: WorkerProcess): void {
    const waiter = this.#waiters.shift()
    if (waiter) waiter.resolve(worker)
    else this.#idle.push(worker)
  }

  /** A new one goes behind those that have worked already: the last used has its memory warm, the spare stays fresh. */
  #welcome(worker: WorkerProcess): void {
    const waiter = this.#waiters.shift()
    if (waiter) waiter.resolve(worker)
    else this.#idle.unshift(worker)
  }

  /** Only once somebody works: a node that is never asked needs one process. */
  #keepSpare(): void {
    if (this.#idle.length === 0 || this.#waiters.length > 0) this.#startOne()
  }

  #startOne(): void {
    if (this.#life.isClosed || this.#all.size >= this.#options.maxProcesses) return
    // One for each who waits, and the spare.
    if (this.#starting > this.#waiters.length) return
    const worker = new WorkerProcess(this.#options.settings, { log: this.#log })
    this.#all.add(worker)
    void worker.exited.then(() => this.#forget(worker))
    this.#starting += 1
    worker.ready
      .finally(() => {
        this.#starting -= 1
      })
      .then(
        () => this.#welcome(worker),
        (error: unknown) => this.#onFailedStart(error),
      )
  }

  /** Those who wait hear of it; the next job tries again. */
  #onFailedStart(error: unknown): void {
    if (this.#life.isClosed) return
    this.#log.warn({ err: error }, 'transcoder process does not start')
    for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
  }

  #forget(worker: WorkerProcess): void {
    if (!this.#all.delete(worker)) return
    this.#cpuSecondsOfGone += worker.usage.cpuSeconds
    const position = this.#idle.indexOf(worker)
    if (position >= 0) this.#idle.splice(position, 1)
  }

  async #endAll(): Promise<void> {
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new PoolClosedError())
    for (const worker of this.#all) worker.kill('stopped')
    await Promise.all([...this.#all].map((worker) => worker.exited))
    await Promise.all(this.#ending)
  }
}
