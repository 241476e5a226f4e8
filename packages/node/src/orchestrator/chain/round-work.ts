import { type Actions, ContractRevertError, type StakingReads } from '@millrace/chain'
import { type Clock, type Emitter, type Logger, retry } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import type { ChainView } from '../../chain/chain-view.ts'
import type { OrchestratorEvents } from '../events.ts'

export interface RoundStartOptions {
  /** The start of a round is left to others for a random part of this. */
  readonly maxDelayMs: number
}

export interface RoundStartDependencies {
  readonly view: Pick<ChainView, 'round'>
  readonly actions: Pick<Actions, 'rounds'>
  readonly clock: Clock
  readonly log: Logger
  /** Between 0 and 1. */
  readonly random: () => number
}

/** Initialises rounds that nobody else did. All nodes may do so, so each waits a while of its own first. */
export class RoundStart {
  readonly #options: RoundStartOptions
  readonly #deps: RoundStartDependencies
  #due: { readonly round: bigint; readonly atMs: number } | undefined

  constructor(options: RoundStartOptions, deps: RoundStartDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** Throws what the chain throws, but not when somebody else was faster. */
  async work(): Promise<void> {
    const { view, clock, random } = this.#deps
    const { number: round, isInitialized } = view.round
    if (isInitialized) return
    if (this.#due?.round !== round) {
      this.#due = { round, atMs: clock.nowMs() + random() * this.#options.maxDelayMs }
    }
    if (clock.nowMs() >= this.#due.atMs) await this.initialize()
  }

  /** Initialises the present round now, if nobody did. */
  async initialize(): Promise<void> {
    const { actions, view, log } = this.#deps
    const { number: round } = view.round
    try {
      await retry(() => actions.rounds.initializeRound(), { attempts: 3, firstDelayMs: 500 })
      log.info({ round }, 'round initialised')
    } catch (error) {
      if (!(error instanceof ContractRevertError) || error.errorName !== 'RoundAlreadyInitialized')
        throw error
      log.debug({ round }, 'round was initialised by somebody else')
    }
  }
}

/** Somebody else called it, or this node's account was never made the reward caller of the staking account. */
const hopeless: ReadonlySet<string | undefined> = new Set(['RewardAlreadyCalled', 'CallerNotRewardCaller'])

export interface RewardCallDependencies {
  readonly view: Pick<ChainView, 'round' | 'isActive'>
  readonly staking: Pick<StakingReads, 'orchestrator'>
  readonly actions: Pick<Actions, 'staking'>
  readonly events: Emitter<OrchestratorEvents>
  readonly log: Logger
}

/** Calls reward once in each round in which the orchestrator is active, until it succeeds or the round is over. */
export class RewardCall {
  readonly #orchestrator: Address
  readonly #deps: RewardCallDependencies
  #doneRound: bigint | undefined

  constructor({ orchestrator }: { orchestrator: Address }, deps: RewardCallDependencies) {
    this.#orchestrator = orchestrator
    this.#deps = deps
  }

  /** Throws what the chain throws, but not when this round's reward is not for this node to call. */
  async work(): Promise<void> {
    const { view, staking, actions, events, log } = this.#deps
    const { number: round, isInitialized } = view.round
    if (!isInitialized || !view.isActive || this.#doneRound === round) return
    const { lastRewardRound } = await staking.orchestrator(this.#orchestrator)
    if (lastRewardRound < round) {
      try {
        const { transactionHash: txHash } = await actions.staking.reward({ orchestrator: this.#orchestrator })
        log.info({ round, txHash }, 'reward called')
        events.emit('rewardCalled', { round, txHash })
      } catch (error) {
        if (!(error instanceof ContractRevertError) || !hopeless.has(error.errorName)) throw error
        log.warn(
          { round, reason: error.errorName, orchestrator: this.#orchestrator },
          'reward is not ours to call',
        )
      }
    }
    this.#doneRound = round
  }
}
