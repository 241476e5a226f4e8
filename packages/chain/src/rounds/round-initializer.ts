import { delay, Lifecycle, type Logger } from '@millrace/common'
import type { BlockHeader } from '../client/block-number-source.ts'
import { ContractRevertError } from '../errors.ts'
import { roundAt } from './round-at.ts'
import type { RoundInfo, RoundReads } from './rounds.ts'

/** Something that tells of new blocks and of those that a reorganisation took away, like `ChainWatcher`. */
export interface BlockEvents {
  on(name: 'block' | 'blockRemoved', listener: (header: BlockHeader) => void): () => void
}

export interface RoundInitializerOptions {
  /** A random part of this is waited before each attempt, so that not all orchestrators pay for it. */
  readonly maxDelayMs?: number
}

export interface RoundInitializerDependencies {
  readonly rounds: Pick<RoundReads, 'current'>
  readonly actions: { initializeRound(): Promise<unknown> }
  readonly blocks: BlockEvents
  readonly log: Logger
  /** 0 ≤ number < 1. */
  readonly random?: () => number
}

/**
 * Initialises each round soon after it begins. Somebody else may be faster: that is looked for before paying, and losing
 * the race is no failure.
 */
export class RoundInitializer {
  readonly #maxDelayMs: number
  readonly #dependencies: Required<RoundInitializerDependencies>
  readonly #log: Logger
  readonly #lifecycle = new Lifecycle()
  #known: RoundInfo | undefined
  #working: Promise<void> | undefined

  constructor({ maxDelayMs = 0 }: RoundInitializerOptions, dependencies: RoundInitializerDependencies) {
    this.#maxDelayMs = maxDelayMs
    this.#dependencies = { random: Math.random, ...dependencies }
    this.#log = dependencies.log.child({ module: 'chain/round-initializer' })
    const { blocks } = dependencies
    this.#lifecycle.add('the attempt under way', () => this.#working)
    this.#lifecycle.add(
      'the subscription to blocks',
      blocks.on('block', (header) => this.#onBlock(header)),
    )
    this.#lifecycle.add(
      'the subscription to removed blocks',
      blocks.on('blockRemoved', () => this.#forget()),
    )
  }

  /** Waits for an attempt under way. */
  close(): Promise<void> {
    return this.#lifecycle.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #onBlock({ protocolNumber }: BlockHeader): void {
    if (this.#working || this.#lifecycle.isClosed) return
    if (this.#known?.isInitialized && roundAt(this.#known, protocolNumber) <= this.#known.number) return
    this.#working = this.#attempt()
      .catch((err) => this.#log.warn({ err }, 'round not initialised'))
      .finally(() => {
        this.#working = undefined
      })
  }

  /** What was done may be undone. */
  #forget(): void {
    this.#known = undefined
  }

  /** A failure is tried again with the next block. */
  async #attempt(): Promise<void> {
    const { rounds, actions, random } = this.#dependencies
    const { signal } = this.#lifecycle
    this.#known = await rounds.current()
    if (this.#known.isInitialized) return
    if (this.#maxDelayMs > 0) {
      await delay(Math.round(random() * this.#maxDelayMs), { signal }).catch(() => undefined)
      if (signal.aborted) return
      this.#known = await rounds.current()
      if (this.#known.isInitialized) return
    }
    const { number } = this.#known
    try {
      await actions.initializeRound()
      this.#log.info({ round: number }, 'round initialised')
    } catch (error) {
      if (!(error instanceof ContractRevertError && error.errorName === 'RoundAlreadyInitialized'))
        throw error
      this.#log.debug({ round: number }, 'round was initialised by somebody else')
    }
    this.#known = await rounds.current()
  }
}
