import type { Logger } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'
import {
  gasPriceLimitWei,
  mostUrgent,
  planRedemptions,
  redemptionUrgency,
  type SenderFacts,
  type WaitReason,
} from '@millrace/payments'
import type { ChainView } from '../chain/chain-view.ts'
import type { BackOff } from './back-off.ts'
import { RedemptionUnprofitableError } from './errors.ts'
import type { LossCause, RedemptionEmitter } from './events.ts'
import type { StoredWinner, WinnerStore } from './winner-store.ts'

export interface DueWinnersOptions {
  /** Gas of a redemption alone. */
  readonly redeemGas: bigint
  /** Gas of one more ticket in a batch. */
  readonly batchTicketGas: bigint
  readonly ticketValidityRounds: bigint
  /** Gas above this is waited out unless a ticket has no time left; 0 is no limit. */
  readonly maxGasPriceWei: bigint
  /** A round's end must be so many blocks deep before its tickets count as expired. */
  readonly confirmations: bigint
}

export interface DueWinnersDependencies {
  readonly view: Pick<
    ChainView,
    'block' | 'round' | 'isActive' | 'gasPriceWei' | 'latestGasPriceWei' | 'senderFacts'
  >
  readonly winners: Pick<WinnerStore, 'due' | 'waitingWei' | 'inFlightWei'>
  readonly backOff: BackOff
  readonly events: RedemptionEmitter
  readonly log: Logger
}

/** What is to be done now. */
export interface DueWork {
  readonly redeem: readonly StoredWinner[]
  /** Their rounds are over. */
  readonly expired: readonly { readonly winner: StoredWinner; readonly cause: LossCause }[]
}

type Facts = SenderFacts & { readonly owedWei: bigint }

const nothing: DueWork = { redeem: [], expired: [] }
const maxDue = 1_000
const maxRemembered = 10_000

/** Decides which winners to redeem at a block: those that may be, as far as gas is worth it and cheap enough. */
export class DueWinners {
  readonly #options: DueWinnersOptions
  readonly #deps: DueWinnersDependencies
  /** What kept a winner waiting last: when it expires, that is why it was lost. */
  readonly #reasons = new Map<Hex, WaitReason>()
  readonly #told = new Set<Hex>()

  constructor(options: DueWinnersOptions, deps: DueWinnersDependencies) {
    this.#options = options
    this.#deps = deps
  }

  async find(): Promise<DueWork> {
    const { view, winners, backOff } = this.#deps
    const { block, round } = view
    if (!round.isInitialized) return nothing
    const due = winners.due(block, maxDue).filter(({ ticketHash }) => backOff.isOver(ticketHash, block))
    if (due.length === 0) return nothing
    const facts = await this.#readSenders(due)
    const factsOf = (sender: Address): Facts => {
      const found = facts.get(sender.toLowerCase())
      if (!found) throw new Error('The facts of a sender were not read.')
      return found
    }
    const stored = new Map(due.map((winner) => [winner as unknown, winner]))
    const redeem: StoredWinner[] = []
    const expired: DueWork['expired'][number][] = []
    for (const { winner, decision } of planRedemptions(due, this.#redemptionFacts(), factsOf)) {
      const found = stored.get(winner)
      if (!found) continue
      if (decision.action === 'wait') this.#noteWait(found, decision.reason)
      else if (decision.action === 'drop') {
        if (block >= round.startBlock + this.#options.confirmations)
          expired.push({ winner: found, cause: this.#causeOf(found) })
      } else if (this.#isCheapEnough(found, factsOf(found.ticket.sender))) redeem.push(found)
    }
    return { redeem: this.#profitable(redeem), expired }
  }

  forget(ticketHash: Hex): void {
    this.#reasons.delete(ticketHash)
    this.#told.delete(ticketHash)
  }

  #redemptionFacts() {
    const { view } = this.#deps
    return {
      latestBlock: view.block,
      currentRound: view.round.number,
      ticketValidityRounds: this.#options.ticketValidityRounds,
      isRecipientActive: view.isActive,
      // The least that a ticket costs, in a batch with others; what a batch costs as a whole is asked afterwards.
      txCostWei: this.#options.batchTicketGas * view.latestGasPriceWei,
    }
  }

  async #readSenders(due: readonly StoredWinner[]): Promise<ReadonlyMap<string, Facts>> {
    const { view, winners } = this.#deps
    const senders = [...new Set(due.map(({ ticket }) => ticket.sender))]
    const read = async (sender: Address) => {
      // What waits is what is being planned here, so only what is on its way is pending.
      const pendingWei = winners.inFlightWei(sender)
      const facts = { ...(await view.senderFacts(sender)), pendingWei, owedWei: winners.waitingWei(sender) }
      return [sender.toLowerCase(), facts] as const
    }
    return new Map(await Promise.all(senders.map(read)))
  }

  #isCheapEnough(winner: StoredWinner, sender: Facts): boolean {
    const { view } = this.#deps
    const urgency = redemptionUrgency(winner, { ...this.#redemptionFacts(), ...view.round }, sender)
    if (urgency >= mostUrgent) return true
    const { maxGasPriceWei } = this.#options
    const limitWei = gasPriceLimitWei(view.gasPriceWei, urgency)
    const isBelowMost = maxGasPriceWei === 0n || view.latestGasPriceWei <= maxGasPriceWei
    return isBelowMost && (limitWei === undefined || view.latestGasPriceWei <= limitWei)
  }

  /** All or none: each brings more than its own part costs, so that one less would only make it worse. */
  #profitable(redeem: readonly StoredWinner[]): readonly StoredWinner[] {
    if (redeem.length === 0) return redeem
    const { redeemGas, batchTicketGas } = this.#options
    const faceValueWei = redeem.reduce((sum, { ticket }) => sum + ticket.faceValueWei, 0n)
    const gas = redeemGas + BigInt(redeem.length - 1) * batchTicketGas
    if (faceValueWei > gas * this.#deps.view.latestGasPriceWei) return redeem
    for (const winner of redeem) this.#noteWait(winner, 'tx-cost')
    return []
  }

  #noteWait(winner: StoredWinner, reason: WaitReason): void {
    if (this.#reasons.size >= maxRemembered) this.#reasons.clear()
    this.#reasons.set(winner.ticketHash, reason)
    if (reason === 'tx-cost') this.#tellUnprofitable(winner)
  }

  /** Once for each, and only when no later round can make it better. */
  #tellUnprofitable({ ticketHash, ticket }: StoredWinner): void {
    const { view, events, log } = this.#deps
    const isLastRound = view.round.number >= ticket.creationRound + this.#options.ticketValidityRounds - 1n
    if (!isLastRound || this.#told.has(ticketHash)) return
    if (this.#told.size >= maxRemembered) this.#told.clear()
    this.#told.add(ticketHash)
    const { faceValueWei } = ticket
    const txCostWei = this.#options.redeemGas * view.latestGasPriceWei
    const err = new RedemptionUnprofitableError({ faceValueWei, txCostWei })
    log.warn({ err, ticketHash, gateway: ticket.sender }, 'ticket costs more to redeem than it brings')
    events.emit('redemptionUnprofitable', { ticketHash, faceValueWei, txCostWei })
  }

  #causeOf({ ticketHash }: StoredWinner): LossCause {
    const reason = this.#reasons.get(ticketHash)
    return reason === undefined || reason === 'params-not-expired' ? 'expired' : reason
  }
}
