import { ContractRevertError } from '@millrace/chain'
import type { Clock, Logger } from '@millrace/common'
import type { ChainView } from '../chain/chain-view.ts'
import type { BackOff } from './back-off.ts'
import { RedemptionRefusedError, RedemptionUnprofitableError } from './errors.ts'
import type { RedemptionEmitter } from './events.ts'
import type { RedemptionChain, Winners } from './redemption-chain.ts'
import type { RedemptionStore } from './redemption-store.ts'
import type { StoredWinner } from './winner-store.ts'

export interface BatchSenderOptions {
  readonly redeemGas: bigint
  readonly batchTicketGas: bigint
  /** Gas of a transaction at the most. */
  readonly batchGasLimit: bigint
}

export interface BatchSenderDependencies {
  readonly chain: RedemptionChain
  readonly redemptions: RedemptionStore
  readonly view: Pick<ChainView, 'block' | 'latestGasPriceWei'>
  readonly backOff: BackOff
  readonly events: RedemptionEmitter
  readonly clock: Clock
  readonly log: Logger
  /** For a winner that the contract refuses for good. */
  readonly onRefused: (winner: StoredWinner, error: RedemptionRefusedError) => Promise<void>
}

/** The limit of a transaction is so much above its estimate, in percent. */
const gasMarginPercent = 125n

/**
 * Sends winners to the contract, as many in one transaction as gas allows. Each is asked for alone first, and a batch
 * that the contract refuses as a whole is split, so that one bad ticket holds up no other.
 */
export class BatchSender {
  readonly #options: BatchSenderOptions
  readonly #deps: BatchSenderDependencies

  constructor(options: BatchSenderOptions, deps: BatchSenderDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** @returns when all are on their way or wait for another try. */
  async send(winners: readonly StoredWinner[], signal: AbortSignal): Promise<void> {
    const checked = await Promise.all(winners.map((winner) => this.#isPayable(winner)))
    const payable = winners.filter((_, index) => checked[index]).toSorted(byParties)
    for (let start = 0; start < payable.length && !signal.aborted; start += this.#batchSize) {
      const [first, ...others] = payable.slice(start, start + this.#batchSize)
      if (first) await this.#sendOrSplit([first, ...others])
    }
  }

  get #batchSize(): number {
    const { redeemGas, batchTicketGas, batchGasLimit } = this.#options
    const more = batchGasLimit > redeemGas ? (batchGasLimit - redeemGas) / batchTicketGas : 0n
    return 1 + Number(more)
  }

  async #isPayable(winner: StoredWinner): Promise<boolean> {
    const { chain, onRefused } = this.#deps
    try {
      await chain.check(winner)
      return true
    } catch (error) {
      if (error instanceof RedemptionRefusedError) await onRefused(winner, error)
      else this.#noteFailure([winner], error)
      return false
    }
  }

  async #sendOrSplit(winners: Winners): Promise<void> {
    try {
      await this.#sendOne(winners)
    } catch (error) {
      const half = Math.ceil(winners.length / 2)
      const [first, ...others] = winners.slice(half)
      if (!(error instanceof ContractRevertError) || first === undefined)
        return this.#noteFailure(winners, error)
      this.#deps.log.info({ err: error, tickets: winners.length }, 'batch refused, will be split')
      await this.#sendOrSplit(winners.slice(0, half) as unknown as Winners)
      await this.#sendOrSplit([first, ...others])
    }
  }

  async #sendOne(winners: Winners): Promise<void> {
    const { chain, redemptions, view, events, clock, log } = this.#deps
    const { account } = chain
    const faceValueWei = winners.reduce((sum, { ticket }) => sum + ticket.faceValueWei, 0n)
    const signed = await chain.prepare(winners, (one) => {
      const txCostWei = ((one.gas * 100n) / gasMarginPercent) * view.latestGasPriceWei
      if (txCostWei >= faceValueWei) throw new RedemptionUnprofitableError({ faceValueWei, txCostWei })
      redemptions.add(winners, { account, signed: one, nowMs: clock.nowMs() })
    })
    const { hash: txHash, nonce } = signed
    const tickets = winners.length
    log.info({ txHash, nonce, tickets, faceValueWei }, 'redemption sent')
    events.emit('redemptionSent', { txHash, nonce, tickets, faceValueWei })
    // Whether or not a node takes it now: it is on disk, and sent again until it is mined.
    await chain.broadcast(signed)
  }

  #noteFailure(winners: readonly StoredWinner[], err: unknown): void {
    const { backOff, view, log } = this.#deps
    for (const { ticketHash } of winners) {
      const attempt = backOff.fail(ticketHash, view.block)
      // Once is nothing: a round that begins at this very block, an endpoint that changes.
      const level = attempt === 1 ? 'info' : 'warn'
      log[level]({ err, ticketHash, attempt }, 'redemption failed, will be tried again')
    }
  }
}

/** The contract does what consecutive tickets of the same sender and round share only once. */
function byParties({ ticket: a }: StoredWinner, { ticket: b }: StoredWinner): number {
  if (a.sender !== b.sender) return a.sender < b.sender ? -1 : 1
  return a.creationRound < b.creationRound ? -1 : a.creationRound > b.creationRound ? 1 : 0
}
