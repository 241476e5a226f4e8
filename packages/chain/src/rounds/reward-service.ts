import { Lifecycle, type Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import type { BlockHeader } from '../client/block-number-source.ts'
import { ContractRevertError } from '../errors.ts'
import type { OrchestratorState } from '../staking/staking.ts'
import { roundAt } from './round-at.ts'
import type { BlockEvents } from './round-initializer.ts'
import type { RoundInfo, RoundReads } from './rounds.ts'

export interface RewardServiceOptions {
  /** Whose reward is called; the sending account itself, or one that made it its reward caller. */
  readonly orchestrator: Address
  /** Blocks between two attempts in one round. */
  readonly retryBlocks?: number
}

export interface RewardServiceDependencies {
  readonly rounds: Pick<RoundReads, 'current'>
  readonly staking: { orchestrator(address: Address): Promise<OrchestratorState> }
  readonly actions: { reward(call: { orchestrator: Address }): Promise<unknown> }
  readonly blocks: BlockEvents
  readonly log: Logger
  readonly onReward?: (reward: { readonly round: bigint }) => void
}

/**
 * Calls reward once in each round in which the orchestrator is active, and tries again every few blocks until that
 * succeeds or the round ends.
 */
export class RewardService {
  readonly #options: Required<RewardServiceOptions>
  readonly #dependencies: RewardServiceDependencies
  readonly #log: Logger
  readonly #lifecycle = new Lifecycle()
  #known: RoundInfo | undefined
  /** The round that needs no more attempts. */
  #settledRound: bigint | undefined
  #nextAttemptBlock = 0n
  #working: Promise<void> | undefined

  constructor(options: RewardServiceOptions, dependencies: RewardServiceDependencies) {
    this.#options = { retryBlocks: 3, ...options }
    this.#dependencies = dependencies
    this.#log = dependencies.log.child({ module: 'chain/reward', orchestrator: options.orchestrator })
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
    const round = this.#known ? roundAt(this.#known, protocolNumber) : undefined
    if (round !== undefined && round === this.#settledRound) return
    const isNewRound = round === undefined || round !== this.#known?.number
    if (!isNewRound && protocolNumber < this.#nextAttemptBlock) return
    this.#nextAttemptBlock = protocolNumber + BigInt(this.#options.retryBlocks)
    this.#working = this.#attempt()
      .catch((err) => this.#log.warn({ err, round: this.#known?.number }, 'reward not called, trying again'))
      .finally(() => {
        this.#working = undefined
      })
  }

  async #attempt(): Promise<void> {
    const { rounds, staking, actions, onReward } = this.#dependencies
    const { orchestrator } = this.#options
    const info = await rounds.current()
    this.#known = info
    if (!info.isInitialized) return this.#tryAgainSoon()
    const { isActive, lastRewardRound } = await staking.orchestrator(orchestrator)
    if (!isActive || lastRewardRound >= info.number) {
      this.#settledRound = info.number
      return
    }
    try {
      await actions.reward({ orchestrator })
      this.#log.info({ round: info.number }, 'reward called')
      onReward?.({ round: info.number })
    } catch (error) {
      if (!(error instanceof ContractRevertError && error.errorName === 'RewardAlreadyCalled')) throw error
    }
    this.#settledRound = info.number
  }

  /** What was done may be undone. */
  #forget(): void {
    this.#known = undefined
    this.#settledRound = undefined
  }

  #tryAgainSoon(): void {
    this.#nextAttemptBlock = 0n
  }
}
