import { type Actions, ContractRevertError } from '@millrace/chain'
import { type Clock, type Logger, retry } from '@millrace/common'
import type { ChainView } from '../../chain/chain-view.ts'

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
