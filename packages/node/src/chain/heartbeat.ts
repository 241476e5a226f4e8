import { type Clock, delay, type Logger } from '@millrace/common'

export interface HeartbeatOptions {
  /** How often the chain is asked for its latest block. */
  readonly pollMs: number
}

export interface HeartbeatDependencies {
  /** The latest block number that rounds and expiry count in. */
  readonly blockNumber: () => Promise<bigint>
  /** What is to be done at each new block; failures are logged and the next block tries again. */
  readonly onBlock: (block: bigint) => Promise<void>
  readonly clock: Clock
  readonly log: Logger
}

const maxBackOffMs = 30_000
const closeGraceMs = 1_000

/** Follows the chain's head. While the chain does not answer it asks less and less often, and says so once. */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #deps: HeartbeatDependencies
  readonly #abort = new AbortController()
  readonly #running: Promise<void>
  #lastBeatAtMs: number
  #failures = 0

  constructor(options: HeartbeatOptions, deps: HeartbeatDependencies) {
    this.#options = options
    this.#deps = deps
    this.#lastBeatAtMs = deps.clock.nowMs()
    this.#running = this.#run()
  }

  /** How long ago the chain answered last. */
  get silentMs(): number {
    return this.#deps.clock.nowMs() - this.#lastBeatAtMs
  }

  /** Does not wait long for a chain that hangs: what comes after is for nobody. */
  async close(): Promise<void> {
    this.#abort.abort()
    await Promise.race([this.#running, delay(closeGraceMs, { unref: true })])
  }

  async #run(): Promise<void> {
    let seen: bigint | undefined
    const { signal } = this.#abort
    while (!signal.aborted) {
      try {
        const block = await this.#deps.blockNumber()
        if (block !== seen) await this.#deps.onBlock(block)
        seen = block
        this.#noteAnswer()
      } catch (err) {
        if (signal.aborted) return
        this.#noteFailure(err)
      }
      const backOffMs = Math.min(maxBackOffMs, this.#options.pollMs * 2 ** Math.min(this.#failures, 10))
      await delay(backOffMs, { signal }).catch(() => {})
    }
  }

  #noteAnswer(): void {
    if (this.#failures > 0) this.#deps.log.info({ silentMs: this.silentMs }, 'chain answers again')
    this.#failures = 0
    this.#lastBeatAtMs = this.#deps.clock.nowMs()
  }

  #noteFailure(err: unknown): void {
    this.#failures++
    if (this.#failures === 1) this.#deps.log.warn({ err }, 'chain does not answer')
    else this.#deps.log.debug({ err, failures: this.#failures }, 'chain does not answer')
  }
}
