import { type Actions, ContractRevertError, type StakingReads } from '@millrace/chain'
import type { Emitter, Logger } from '@millrace/common'
import { type Address, isSameAddress } from '@millrace/crypto'
import type { ChainView } from '../../chain/chain-view.ts'
import type { OrchestratorEvents } from '../events.ts'

export interface RewardCallOptions {
  /** The staking account. */
  readonly orchestrator: Address
  /** The node's own account, which calls. */
  readonly caller: Address
}

export interface RewardCallDependencies {
  readonly view: Pick<ChainView, 'round' | 'isActive'>
  readonly staking: Pick<StakingReads, 'orchestrator' | 'rewardCaller'>
  readonly actions: Pick<Actions, 'staking'>
  readonly events: Emitter<OrchestratorEvents>
  readonly log: Logger
}

/**
 * How it stands with this round's reward. `idle`: the round has not started, or the orchestrator is not active in it;
 * `due`: to be called; `called`: by this node or by somebody else; `notCaller`: the staking account has not made this
 * node's account its reward caller; `failing`: tried in vain, and tried again.
 */
export type RewardState = 'idle' | 'due' | 'called' | 'notCaller' | 'failing'

/** While the staking account has not named this node's, it is asked again after so many blocks. */
const askAgainBlocks = 10

/**
 * Calls reward once in each round in which the orchestrator is active: tried until it succeeds or the round is over.
 * The staking key may be cold, or a multisig: it names this node's account as its reward caller once (LIP-118).
 */
export class RewardCall {
  readonly #options: RewardCallOptions
  readonly #deps: RewardCallDependencies
  #state: RewardState = 'idle'
  #doneRound: bigint | undefined
  #skip = 0
  #toldRound: bigint | undefined

  constructor(options: RewardCallOptions, deps: RewardCallDependencies) {
    this.#options = options
    this.#deps = deps
  }

  get state(): RewardState {
    const { round, isActive } = this.#deps.view
    if (!round.isInitialized || !isActive) return 'idle'
    if (this.#doneRound === round.number) return 'called'
    return this.#state === 'called' ? 'due' : this.#state
  }

  /** To be called at each block. Throws what the chain throws, but not when reward is not for this node to call. */
  async work(): Promise<void> {
    const { view, staking } = this.#deps
    const { number: round, isInitialized } = view.round
    if (!isInitialized || !view.isActive || this.#doneRound === round || this.#skip-- > 0) return
    this.#skip = 0
    const { lastRewardRound } = await staking.orchestrator(this.#options.orchestrator)
    if (lastRewardRound >= round) this.#doneRound = round
    else if (await this.#mayCall()) await this.#call(round)
    else this.#tellNotCaller(round)
  }

  async #mayCall(): Promise<boolean> {
    const { orchestrator, caller } = this.#options
    if (isSameAddress(orchestrator, caller)) return true
    const named = await this.#deps.staking.rewardCaller(orchestrator)
    return named !== undefined && isSameAddress(named, caller)
  }

  async #call(round: bigint): Promise<void> {
    const { actions, events, log } = this.#deps
    const { orchestrator } = this.#options
    this.#state = 'due'
    try {
      const { transactionHash: txHash } = await actions.staking.reward({ orchestrator })
      this.#doneRound = round
      log.info({ round, txHash }, 'reward called')
      events.emit('rewardCalled', { round, txHash })
    } catch (error) {
      const name = error instanceof ContractRevertError ? error.errorName : undefined
      if (name === 'RewardAlreadyCalled') this.#doneRound = round
      else if (name === 'CallerNotRewardCaller') this.#tellNotCaller(round)
      else {
        this.#state = 'failing'
        throw error
      }
    }
  }

  #tellNotCaller(round: bigint): void {
    this.#state = 'notCaller'
    this.#skip = askAgainBlocks
    if (this.#toldRound === round) return
    this.#toldRound = round
    this.#deps.log.warn(
      { round, ...this.#options },
      'reward is not ours to call: the staking account must make this account its reward caller',
    )
  }
}
