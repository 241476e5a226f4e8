import { type Clock, delay, type Logger } from '@millrace/common'
import { mostUrgent, redemptionUrgency } from '@millrace/payments'
import type { ChainView } from '../chain/chain-view.ts'
import { BackOff } from './back-off.ts'
import { BatchSender } from './batch-sender.ts'
import { DueWinners } from './due-winners.ts'
import type { RedemptionRefusedError } from './errors.ts'
import type { LossCause, RedemptionEmitter } from './events.ts'
import { OpenRedemptions } from './open-redemptions.ts'
import type { RedemptionChain } from './redemption-chain.ts'
import type { OpenRedemption, RedemptionStore } from './redemption-store.ts'
import { WinnerBook } from './winner-book.ts'
import type { StoredWinner, WinnerStore } from './winner-store.ts'

export interface RedeemerOptions {
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

export interface RedeemerDependencies {
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
export class Redeemer {
  readonly #options: RedeemerOptions
  readonly #deps: RedeemerDependencies
  readonly #backOff = new BackOff()
  readonly #book: WinnerBook
  readonly #due: DueWinners
  readonly #sender: BatchSender
  readonly #open: OpenRedemptions
  readonly #abort = new AbortController()
  #running: Promise<void> | undefined
  #runAgain = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: RedeemerOptions, deps: RedeemerDependencies) {
    const { view } = deps
    const parts = { ...deps, backOff: this.#backOff }
    this.#options = options
    this.#deps = deps
    this.#book = new WinnerBook(deps)
    this.#due = new DueWinners(options, parts)
    this.#sender = new BatchSender(options, {
      ...parts,
      onRefused: (winner, error) => this.#giveUp(winner, error),
    })
    this.#open = new OpenRedemptions(options, {
      ...parts,
      book: this.#book,
      block: () => view.block,
      isUrgent: (redemption) => this.#isUrgent(redemption),
    })
  }

  /** To be called at each block. A call during a run makes one more run after it. */
  run(): Promise<void> {
    this.#runAgain = true
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Starts no further redemption and waits for what is under way, at most so long; the next process goes on from there. */
  async close({ graceMs = 1_000 }: { graceMs?: number } = {}): Promise<void> {
    this.#abort.abort()
    clearTimeout(this.#timer)
    await Promise.race([this.#running ?? Promise.resolve(), delay(graceMs, { unref: true })])
  }

  async #loop(): Promise<void> {
    const { signal } = this.#abort
    while (this.#runAgain && !signal.aborted) {
      this.#runAgain = false
      try {
        await this.#runOnce(signal)
      } catch (err) {
        if (!signal.aborted) this.#deps.log.warn({ err }, 'redemption run failed')
      }
    }
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const work = await this.#due.find()
    for (const { winner, cause } of work.expired) await this.#expire(winner, cause)
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

  #expire(winner: StoredWinner, cause: LossCause): Promise<void> {
    return this.#loseUnlessUsed(winner, { cause, reason: 'its rounds are over' })
  }

  /** A refusal for good may also mean that somebody redeemed it before us. */
  #giveUp(winner: StoredWinner, { message }: RedemptionRefusedError): Promise<void> {
    return this.#loseUnlessUsed(winner, { cause: 'refused', reason: message })
  }

  async #loseUnlessUsed(winner: StoredWinner, loss: { cause: LossCause; reason: string }): Promise<void> {
    const { chain, view, log } = this.#deps
    const { ticketHash } = winner
    try {
      const state = await this.#settleWhenUsed(winner)
      if (state !== 'unused') return
      if (await chain.isHopeless(winner)) {
        this.#book.lost(winner, loss.cause, loss.reason)
        this.#forget(winner)
      } else {
        this.#backOff.fail(ticketHash, view.block)
        log.warn(
          { ticketHash, reason: loss.reason },
          'ticket is not given up, as not all endpoints refuse it',
        )
      }
    } catch (err) {
      this.#backOff.fail(ticketHash, view.block)
      log.warn({ err, ticketHash }, 'ticket could not be looked up')
    }
  }

  /** A redemption that this process does not follow counts as final as late as its own do. */
  async #settleWhenUsed(winner: StoredWinner): Promise<'unused' | 'settled' | 'not-final'> {
    const { chain } = this.#deps
    const { ticketHash, ticket } = winner
    if (!(await chain.isTicketUsed(ticketHash))) return 'unused'
    const found = await chain.findRedemption(winner)
    if (found && (await chain.height()) - found.height + 1n < this.#options.confirmations) return 'not-final'
    this.#book.redeemed(winner, found ?? { txHash: undefined, paidWei: ticket.faceValueWei })
    this.#forget(winner)
    return 'settled'
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
