import type { Actions, Chain } from '@millrace/chain'
import { type Clock, delay, type Emitter, type Logger, retry } from '@millrace/common'
import { type Address, isSameAddress } from '@millrace/crypto'
import type { Balances } from '@millrace/payments'
import type { ChainView } from '../../chain/chain-view.ts'
import { Heartbeat } from '../../chain/heartbeat.ts'
import type { OrchestratorConfig } from '../config.ts'
import type { OrchestratorEvents } from '../events.ts'
import type { Redeeming } from '../redeem/open-redeeming.ts'

import { Duty } from './duty.ts'
import { hasRoundEnded, Registrar } from './registrar.ts'
import { RewardCall, type RewardState } from './reward-call.ts'
import { RoundStart } from './round-work.ts'

export type ChainDutiesOptions = Pick<
  OrchestratorConfig,
  | 'register'
  | 'bondWei'
  | 'rewardCutPercent'
  | 'feeSharePercent'
  | 'initializeRounds'
  | 'initializeRoundMaxDelayMs'
  | 'callReward'
  | 'blockPollMs'
> & {
  /** The node's own account. */
  readonly address: Address
  /** The staking account. */
  readonly recipient: Address
}

export interface ChainDutiesDependencies {
  readonly chain: Chain
  readonly actions: Actions
  readonly view: ChainView
  readonly redeemer: Redeeming
  readonly balances: Balances
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
  readonly log: Logger
}

/** Without an answer of the chain for so long, payments can no longer be judged. */
const maxSilenceMs = 60_000

/** What an orchestrator does on chain beside its work: it registers, starts rounds, calls reward and redeems. */
export class ChainDuties {
  readonly #options: ChainDutiesOptions
  readonly #deps: ChainDutiesDependencies
  readonly #registrar: Registrar
  readonly #roundStart: RoundStart
  readonly #duties: readonly Duty[]
  readonly #reward: RewardCall | undefined
  readonly #abort = new AbortController()
  #heartbeat: Heartbeat | undefined
  #toldRound: bigint | undefined

  constructor(options: ChainDutiesOptions, deps: ChainDutiesDependencies) {
    const { chain, actions, log } = deps
    const { staking } = chain
    this.#options = options
    this.#deps = deps
    this.#registrar = new Registrar(options, { staking, actions, log })
    this.#roundStart = new RoundStart(
      { maxDelayMs: options.initializeRoundMaxDelayMs },
      { ...deps, random: Math.random },
    )
    const { recipient: orchestrator, address: caller } = options
    const reward = new RewardCall({ orchestrator, caller }, { ...deps, staking })
    if (options.callReward) this.#reward = reward
    const duty = (name: string, work: () => Promise<void>) => new Duty({ name }, { work, log })
    this.#duties = [
      ...(options.initializeRounds ? [duty('initialize round', () => this.#roundStart.work())] : []),
      ...(options.callReward ? [duty('reward', () => reward.work())] : []),
      ...(options.register ? [duty('cuts', () => this.#registrar.settleCuts())] : []),
    ]
  }

  /** Registers where asked for, then follows the chain. Throws what registering throws. */
  async start({ serviceUri }: { serviceUri: string }): Promise<void> {
    // What an earlier process left on its way goes first: no later transaction of this account is mined before it.
    this.#deps.redeemer.run()
    if (this.#options.register) {
      await this.#register(serviceUri)
    } else {
      await this.#compareServiceUri(serviceUri)
    }
    const { chain, clock, log } = this.#deps
    this.#heartbeat = new Heartbeat(
      { pollMs: this.#options.blockPollMs },
      {
        blockNumber: () => chain.blockNumbers.latest(),
        onBlock: (block) => this.#onBlock(block),
        clock,
        log,
      },
    )
  }

  /** Undefined when somebody else calls reward. */
  get rewardState(): RewardState | undefined {
    return this.#reward?.state
  }

  /** How long ago the chain answered last. */
  get silentMs(): number {
    return this.#heartbeat?.silentMs ?? 0
  }

  notReady(): string | undefined {
    const { silentMs } = this
    if (silentMs > maxSilenceMs) return `the chain has not answered for ${Math.round(silentMs / 1000)} s`
    return this.#deps.view.isActive ? undefined : 'the orchestrator is not active in this round'
  }

  async close(): Promise<void> {
    this.#abort.abort()
    for (const duty of this.#duties) duty.close()
    await Promise.all([this.#heartbeat?.close(), this.#deps.redeemer.close()])
  }

  async #onBlock(block: bigint): Promise<void> {
    const { view, redeemer, balances, clock } = this.#deps
    await view.refresh(block)
    this.#tellRound()
    balances.expire(clock.nowMs())
    for (const duty of this.#duties) duty.onBlock()
    // Not waited for: a transaction takes longer than a block, and the view must not get old meanwhile.
    redeemer.run()
  }

  #tellRound(): void {
    const { view, events } = this.#deps
    const { number: round, isInitialized } = view.round
    if (!isInitialized || round === this.#toldRound) return
    this.#toldRound = round
    events.emit('roundStarted', { round, isActive: view.isActive })
  }

  /** A short round may be over before the bond is mined: then it goes on in the next one. */
  async #register(serviceUri: string): Promise<void> {
    for (;;) {
      await this.#waitForInitializedRound()
      try {
        return await this.#registrar.register(serviceUri)
      } catch (error) {
        if (!hasRoundEnded(error)) throw error
        this.#deps.log.info({ round: this.#deps.view.round.number }, 'the round ended while registering')
        // The chain tells of the new round with its first block.
        await delay(this.#options.blockPollMs, { signal: this.#abort.signal })
      }
    }
  }

  /** Staking needs an initialised round; in a new network this node may be the first to start one. */
  async #waitForInitializedRound(): Promise<void> {
    const { view, log } = this.#deps
    const { signal } = this.#abort
    for (let told = false; ; told = true) {
      await retry(() => this.#readNow(), { attempts: 5, firstDelayMs: 500, signal, isRetryable: () => true })
      if (view.round.isInitialized) return
      if (this.#options.initializeRounds) await this.#roundStart.initialize()
      else if (!told) log.info({ round: view.round.number }, 'waiting for the round to be initialised')
      await delay(this.#options.blockPollMs, { signal })
    }
  }

  async #readNow(): Promise<void> {
    const { chain, view } = this.#deps
    await view.refresh(await chain.blockNumbers.latest())
  }

  async #compareServiceUri(serviceUri: string): Promise<void> {
    const { chain, log } = this.#deps
    const { recipient, address } = this.#options
    const { isRegistered, serviceUri: registered } = await chain.staking.orchestrator(recipient)
    if (!isRegistered) log.warn({ recipient }, 'recipient is not registered as an orchestrator')
    else if (registered !== serviceUri)
      log.warn({ serviceUri, registered }, 'another service URI is registered')
    if (!isSameAddress(recipient, address))
      log.info({ address, recipient }, 'working for another staking account')
  }
}
