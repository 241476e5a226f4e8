import type { Clock, Logger } from '@millrace/common'
import { mostUrgent, redemptionUrgency } from '@millrace/payments'
import type { ChainView } from '../chain/chain-view.ts'
import { BackOff } from './back-off.ts'
import { BatchSender } from './batch-sender.ts'
import { DueWinners } from './due-winners.ts'
import type { LossCause, RedemptionEmitter } from './events.ts'
import { OpenRedemptions } from './open-redemptions.ts'
import type { RedemptionChain } from './redemption-chain.ts'
import type { OpenRedemption, RedemptionStore } from './redemption-store.ts'
import { RepeatedRun } from './repeated-run.ts'
import { WinnerBook } from './winner-book.ts'
import { WinnerLookup } from './winner-lookup.ts'
import type { StoredWinner, WinnerStore } from './winner-store.ts'

export interface WinnerRedeemerOptions {
  /** Gas of a redemption alone. */
  readonly redeemGas: bigint
  /** Gas of one more ticket in a batch. */
  readonly batchTicketGas: bigint
  /** Gas of a transaction at the most. */
  readonly batchGasLimit: bigint
  readonly ticketValidityRounds: bigint
  /** Gas above this is waited out unless tickets have no time left; 0 is no limit. */
  readonly maxGasPriceWei: bigint
  /** Blocks that must hold a transaction before it counts as final, its own included. */
  readonly confirmations: bigint
  /** How long one version of a transaction may stay unmined before it is sent again with higher fees. */
  readonly replaceAfterMs: number
  /** How often to look at transactions that are open. */
  readonly pollMs: number
}

export interface WinnerRedeemerDependencies {
  readonly view: Pick<
    ChainView,
    'block' | 'round' | 'isActive' | 'gasPriceWei' | 'latestGasPriceWei' | 'senderFacts'
  >
  readonly chain: RedemptionChain
  readonly winners: WinnerStore
  readonly redemptions: RedemptionStore
  readonly events: RedemptionEmitter
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Brings stored winners to the chain, those that may be redeemed together in one transaction. What is paid is asked of
 * the chain, never assumed, and each transaction is on disk before it is sent, so that a crash at any point loses nothing
 * and redeems nothing twice.
 */
export class WinnerRedeemer {
  readonly #options: WinnerRedeemerOptions
  readonly #deps: WinnerRedeemerDependencies
  readonly #backOff = new BackOff()
  readonly #lookup: WinnerLookup
  readonly #due: DueWinners
  readonly #sender: BatchSender
  readonly #open: OpenRedemptions
  readonly #runs: RepeatedRun
  #timer: NodeJS.Timeout | undefined

  constructor(options: WinnerRedeemerOptions, deps: WinnerRedeemerDependencies) {
    const { view } = deps
    const parts = { ...deps, backOff: this.#backOff }
    this.#options = options
    this.#deps = deps
    const work = (signal: AbortSignal) => this.#runOnce(signal)
    this.#runs = new RepeatedRun({ work, log: deps.log, complaint: 'redemption run failed' })
    const book = new WinnerBook(deps)
    this.#lookup = new WinnerLookup(options, { ...deps, book })
    this.#due = new DueWinners(options, parts)
    this.#sender = new BatchSender(options, {
      ...parts,
      // A refusal for good may also mean that somebody redeemed it before us.
      onRefused: (winner, { message }) => this.#loseUnlessUsed(winner, { cause: 'refused', reason: message }),
    })
    this.#open = new OpenRedemptions(options, {
      ...parts,
      book,
      block: () => view.block,
      isUrgent: (redemption) => this.#isUrgent(redemption),
    })
  }

  /** To be called at each block. A call during a run makes one more run after it. */
  run(): Promise<void> {
    return this.#runs.run()
  }

  /** Starts no further redemption and waits for what is under way, at most so long; the next process goes on from there. */
  close(grace?: { graceMs?: number }): Promise<void> {
    clearTimeout(this.#timer)
    return this.#runs.close(grace)
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const work = await this.#due.find()
    for (const { winner, cause } of work.expired)
      await this.#loseUnlessUsed(winner, { cause, reason: 'its rounds are over' })
    if (work.redeem.length > 0) await this.#sender.send(work.redeem, signal)
    if ((await this.#open.follow(signal)) > 0) this.#lookAgain(signal)
  }

  /** What is on its way is looked at between blocks as well: a chain may make none without it. */
  #lookAgain(signal: AbortSignal): void {
    clearTimeout(this.#timer)
    if (signal.aborted) return
    this.#timer = setTimeout(() => this.run(), this.#options.pollMs)
    this.#timer.unref()
  }

  async #loseUnlessUsed(winner: StoredWinner, loss: { cause: LossCause; reason: string }): Promise<void> {
    const result = await this.#lookup.loseUnlessUsed(winner, loss)
    if (result === 'ended') this.#forget(winner)
    else this.#backOff.fail(winner.ticketHash, this.#deps.view.block)
  }

  #forget({ ticketHash }: StoredWinner): void {
    this.#backOff.forget(ticketHash)
    this.#due.forget(ticketHash)
  }

  #isUrgent({ winners }: OpenRedemption): boolean {
    const { view } = this.#deps
    const { ticketValidityRounds } = this.#options
    const { number: currentRound, startBlock, lengthBlocks } = view.round
    const chain = { latestBlock: view.block, currentRound, startBlock, lengthBlocks, ticketValidityRounds }
    return winners.some((winner) => redemptionUrgency(winner, chain, patientSender) >= mostUrgent)
  }
}

/** A sender that gives no reason to hurry, where only time counts. */
const patientSender = {
  depositWei: 0n,
  reserveRemainingWei: 0n,
  reserveClaimedInRoundWei: 0n,
  withdrawRound: 0n,
  claimedByRecipientWei: 0n,
  poolSize: 1n,
  pendingWei: 0n,
  owedWei: 0n,
} as const
