import { delay, Emitter, Lifecycle, type Logger } from '@millrace/common'
import type { BlockHeader } from '../client/block-number-source.ts'
import type { Chain } from '../client/connect.ts'
import { ChainFollower, type ChainStep } from './chain-follower.ts'
import { logReads } from './log-reads.ts'
import type { ProtocolEvent } from './protocol-event.ts'

export interface WatcherEvents {
  /** A new block; its events follow before the next block does. After a pause not every block is seen, but the last is. */
  block: BlockHeader
  /** A block that a reorganisation took away; its events were taken away before. */
  blockRemoved: BlockHeader
  event: ProtocolEvent
  eventRemoved: ProtocolEvent
  /** The chain no longer answers, or answers again. */
  outage: { readonly error: unknown }
  recovered: { readonly outageMs: number }
}

export interface WatcherOptions {
  readonly pollIntervalMs?: number
  /** First block whose events are wanted; by default only what is new. */
  readonly fromBlock?: bigint
  /** How many headers are kept to notice reorganisations. */
  readonly keepBlocks?: number
  /** Blocks asked for in one request of a backfill. */
  readonly pageBlocks?: bigint
  /** Longest pause between tries while the chain does not answer. */
  readonly maxPauseMs?: number
}

const defaults = { pollIntervalMs: 1_000, keepBlocks: 64, pageBlocks: 2_000n, maxPauseMs: 10_000 }

/**
 * Watches a chain by polling: new blocks and the protocol's events, and those that a reorganisation takes away. Goes on
 * through outages and then tells what happened meanwhile. Listen before the first `await` after `create`.
 */
export class ChainWatcher {
  readonly #options: typeof defaults
  readonly #follower: ChainFollower
  readonly #log: Logger
  readonly #emitter: Emitter<WatcherEvents>
  readonly #lifecycle = new Lifecycle()
  #failedSinceMs: number | undefined
  #failures = 0

  private constructor(options: WatcherOptions, { chain, log }: { chain: Chain; log: Logger }) {
    this.#options = { ...defaults, ...options }
    this.#log = log.child({ module: 'chain/watcher' })
    this.#emitter = new Emitter((err) => this.#log.error({ err }, 'a listener of chain events failed'))
    const { headers, blockNumbers, addresses } = chain
    this.#follower = new ChainFollower(
      {
        fromBlock: options.fromBlock,
        keepBlocks: this.#options.keepBlocks,
        pageBlocks: this.#options.pageBlocks,
      },
      { headers, blockNumbers, addresses, logs: logReads(chain.client) },
    )
  }

  static create(options: WatcherOptions, dependencies: { chain: Chain; log: Logger }): ChainWatcher {
    const watcher = new ChainWatcher(options, dependencies)
    const running = watcher.#run()
    watcher.#lifecycle.add('the polling loop', () => running)
    return watcher
  }

  /** The newest block known. */
  get head(): BlockHeader | undefined {
    return this.#follower.head
  }

  /** @returns a function that takes the listener away again. */
  on<Name extends keyof WatcherEvents>(
    name: Name,
    listener: (event: WatcherEvents[Name]) => void,
  ): () => void {
    return this.#emitter.on(name, listener)
  }

  close(): Promise<void> {
    return this.#lifecycle.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #run(): Promise<void> {
    const { signal } = this.#lifecycle
    // Later than the caller's own turn, so that it can listen first.
    await Promise.resolve()
    while (!signal.aborted) {
      const pauseMs = await this.#poll()
      await delay(pauseMs, { signal }).catch(() => undefined)
    }
  }

  async #poll(): Promise<number> {
    const { pollIntervalMs, maxPauseMs } = this.#options
    try {
      const step = await this.#follower.step()
      if (this.#lifecycle.isClosed) return 0
      this.#recover()
      if (step) this.#tell(step)
      return step?.isPartial ? 0 : pollIntervalMs
    } catch (error) {
      this.#fail(error)
      return Math.min(maxPauseMs, pollIntervalMs * 2 ** Math.min(this.#failures, 10))
    }
  }

  #tell({ removed, backfilled, added, isBeyondHistory }: ChainStep): void {
    if (removed.length > 0) this.#log.warn({ blocks: removed.length, isBeyondHistory }, 'chain reorganised')
    for (const { header, events } of removed) {
      for (const event of events.toReversed()) this.#emitter.emit('eventRemoved', event)
      this.#emitter.emit('blockRemoved', header)
    }
    for (const event of backfilled) this.#emitter.emit('event', event)
    for (const { header, events } of added) {
      this.#emitter.emit('block', header)
      for (const event of events) this.#emitter.emit('event', event)
    }
  }

  #fail(error: unknown): void {
    this.#failures++
    if (this.#failedSinceMs !== undefined) return
    this.#failedSinceMs = performance.now()
    if (this.#lifecycle.isClosed) return
    this.#log.warn({ err: error }, 'chain does not answer')
    this.#emitter.emit('outage', { error })
  }

  #recover(): void {
    if (this.#failedSinceMs === undefined) return
    const outageMs = Math.round(performance.now() - this.#failedSinceMs)
    this.#failedSinceMs = undefined
    this.#failures = 0
    this.#log.info({ outageMs }, 'chain answers again')
    this.#emitter.emit('recovered', { outageMs })
  }
}
