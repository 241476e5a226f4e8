import { BaseError, delay, Lifecycle, type Logger } from '@millrace/common'
import type { Follower, Position } from './follower.ts'

export interface FollowLoopOptions {
  readonly pollIntervalMs: number
}

export interface FollowLoopDependencies {
  readonly follower: Follower
  readonly log: Logger
  /** Called after each step that changed what the database stands at. */
  readonly onBlock: (position: Position) => void
  readonly metrics: { countStep(): void; countFailure(): void }
}

const firstPauseMs = 250
const longestPauseMs = 10_000
const progressEveryMs = 5_000

/** Makes one step after the other, waits for new blocks at the head, and goes on after whatever may pass. */
export class FollowLoop {
  readonly #options: FollowLoopOptions
  readonly #dependencies: FollowLoopDependencies
  readonly #life = new Lifecycle()
  readonly #running: Promise<void>
  readonly #failed = Promise.withResolvers<never>()
  #failures = 0
  #toldAtMs = performance.now()
  #isAtHead = false

  private constructor(options: FollowLoopOptions, dependencies: FollowLoopDependencies) {
    this.#options = options
    this.#dependencies = dependencies
    // Whoever holds the loop may not wait for it.
    this.#failed.promise.catch(() => {})
    this.#running = this.#run().catch(this.#failed.reject)
  }

  static start(options: FollowLoopOptions, dependencies: FollowLoopDependencies): FollowLoop {
    return new FollowLoop(options, dependencies)
  }

  /** Rejects when the next step cannot help. */
  get failed(): Promise<never> {
    return this.#failed.promise
  }

  /** Lets the step under way end. */
  async close(): Promise<void> {
    await this.#life.close()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#life
    while (!signal.aborted) {
      const pauseMs = await this.#step()
      if (pauseMs > 0) await delay(pauseMs, { signal }).catch(() => {})
    }
  }

  /** Returns how long to wait before the next one. */
  async #step(): Promise<number> {
    const { follower, log, onBlock, metrics } = this.#dependencies
    const before = follower.position?.hash
    try {
      const isAtHead = await follower.step()
      this.#failures = 0
      metrics.countStep()
      const { position } = follower
      if (position && position.hash !== before) {
        onBlock(position)
        this.#tellProgress(position, isAtHead)
      }
      return isAtHead ? this.#options.pollIntervalMs : 0
    } catch (err) {
      if (err instanceof BaseError && !err.retryable) throw err
      metrics.countFailure()
      this.#failures++
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.#failures - 1, 10))
      const level = this.#failures === 3 ? 'warn' : 'debug'
      log[level]({ err, failures: this.#failures, pauseMs }, 'reading the chain failed and is tried again')
      return pauseMs
    }
  }

  #tellProgress({ block, head }: Position, isAtHead: boolean): void {
    const { log } = this.#dependencies
    const isNews = isAtHead !== this.#isAtHead
    const isDue = !isAtHead && performance.now() - this.#toldAtMs > progressEveryMs
    this.#isAtHead = isAtHead
    if (!isNews && !isDue) return
    this.#toldAtMs = performance.now()
    log.info({ block, head }, isAtHead ? 'the database stands at the head of the chain' : 'indexing goes on')
  }
}
