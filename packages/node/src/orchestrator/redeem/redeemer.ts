import type { Emitter, Logger } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'
import {
  planRedemptions,
  type RedemptionFacts,
  type SenderFacts,
  type WaitReason,
  type WinningTicket,
} from '@millrace/payments'
import type { ChainView } from '../chain/chain-view.ts'
import type { OrchestratorEvents, TicketLost } from '../events.ts'
import type { StoredWinner, WinnerStore } from '../store/winner-store.ts'
import type { Redemption, RedemptionChain, RedemptionOutcome } from './redemption-chain.ts'

export interface RedeemerOptions {
  /** Gas of a winner that is redeemed alone. */
  readonly redeemGas: bigint
  readonly ticketValidityRounds: bigint
  /** Winners in one transaction at the most. */
  readonly batchSize: number
  /** Blocks after which a redemption cannot be undone any more. */
  readonly finalityBlocks: bigint
}

export interface RedeemerDependencies {
  readonly view: Pick<
    ChainView,
    'block' | 'round' | 'isActive' | 'gasPriceWei' | 'latestGasPriceWei' | 'usualGasPriceWei' | 'senderFacts'
  >
  readonly chain: RedemptionChain
  readonly winners: WinnerStore
  readonly events: Emitter<OrchestratorEvents>
  readonly log: Logger
}

const maxBackOffBlocks = 64n

/** Why a winner waited till its time was over. */
const causes: Readonly<Record<WaitReason, string>> = {
  'params-not-expired': 'its round ended before its secret number could become public',
  'recipient-inactive': 'the orchestrator was not in the active set until its round was too long ago',
  'sender-unlocked': 'the gateway had unlocked its funds until its round was too long ago',
  'tx-cost': 'redeeming it would have cost more than it pays until its round was too long ago',
  'sender-funds': 'the gateway’s funds could not pay it until its round was too long ago',
  'gas-price': 'its round is too long ago',
  batch: 'its round is too long ago',
}

/**
 * Brings stored winners to the chain, at each block those for which it is time. What is paid is asked of the chain,
 * never assumed, so that a crash at any point loses nothing and redeems nothing twice; and asked again until it is
 * final, so that a reorganisation loses nothing either.
 */
export class Redeemer {
  readonly #options: RedeemerOptions
  readonly #deps: RedeemerDependencies
  readonly #failures = new Map<Hex, { readonly count: number; readonly retryBlock: bigint }>()
  readonly #waits = new Map<Hex, WaitReason>()
  #running: Promise<void> | undefined
  #runAgain = false
  #isClosed = false

  constructor(options: RedeemerOptions, deps: RedeemerDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** To be called at each block. A call during a run makes one more run after it. */
  run(): Promise<void> {
    this.#runAgain = true
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Starts no further redemption and waits for those under way, at most so long; the chain tells the rest later. */
  async close({ graceMs = 1_000 }: { graceMs?: number } = {}): Promise<void> {
    this.#isClosed = true
    const { promise: grace, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, graceMs)
    await Promise.race([this.#running ?? Promise.resolve(), grace])
    clearTimeout(timer)
  }

  async #loop(): Promise<void> {
    while (this.#runAgain && !this.#isClosed) {
      this.#runAgain = false
      try {
        await this.#lookAtRedeemed()
        await this.#runOnce()
      } catch (err) {
        this.#deps.log.warn({ err }, 'redemption run failed')
      }
    }
  }

  /** Redemptions that a reorganisation removed wait again; those that are old enough are done with. */
  async #lookAtRedeemed(): Promise<void> {
    const { winners, chain, view } = this.#deps
    const redeemed = winners.notFinal()
    await Promise.all(
      redeemed.map(async ({ ticketHash, ticket, redeemedBlock }) => {
        if (await chain.isTicketUsed(ticketHash)) {
          if (view.block >= redeemedBlock + this.#options.finalityBlocks) winners.markFinal(ticketHash)
          return
        }
        winners.markUndone(ticketHash)
        this.#deps.log.warn({ ticketHash }, 'redemption undone by a reorganisation, will be tried again')
        this.#deps.events.emit('redemptionUndone', { gateway: ticket.sender, ticketHash })
      }),
    )
  }

  async #runOnce(): Promise<void> {
    const { view, winners } = this.#deps
    if (!view.round.isInitialized) return
    const { block } = view
    const due = winners
      .waiting()
      .filter(({ ticketHash }) => (this.#failures.get(ticketHash)?.retryBlock ?? 0n) <= block)
    if (due.length === 0) return
    const facts = await this.#readSenders(due)
    const plan = planRedemptions(due, this.#redemptionFacts(), (sender) => {
      const found = facts.get(sender.toLowerCase())
      if (!found) throw new Error('The facts of a sender were not read.')
      return found
    })
    const stored = new Map<WinningTicket, StoredWinner>(due.map((winner) => [winner, winner]))
    const toRedeem: StoredWinner[] = []
    for (const { winner, decision } of plan) {
      const found = stored.get(winner)
      if (!found) throw new Error('The plan holds a winner that was not asked for.')
      if (decision.action === 'redeem') toRedeem.push(found)
      else if (decision.action === 'wait') this.#waits.set(found.ticketHash, decision.reason)
      else await this.#drop(found)
    }
    await this.#redeemAll(toRedeem)
  }

  #redemptionFacts(): RedemptionFacts {
    const { view } = this.#deps
    return {
      latestBlock: view.block,
      currentRound: view.round.number,
      roundStartBlock: view.round.startBlock,
      roundLengthBlocks: view.round.lengthBlocks,
      ticketValidityRounds: this.#options.ticketValidityRounds,
      isRecipientActive: view.isActive,
      txCostWei: this.#options.redeemGas * view.gasPriceWei,
      gasPriceWei: view.latestGasPriceWei,
      usualGasPriceWei: view.usualGasPriceWei,
      batchSize: this.#options.batchSize,
    }
  }

  async #readSenders(due: readonly StoredWinner[]): Promise<ReadonlyMap<string, SenderFacts>> {
    const senders = [...new Set(due.map(({ ticket }) => ticket.sender))]
    const read = async (sender: Address) => {
      // What waits is what is being planned here, so nothing else is pending.
      const facts = { ...(await this.#deps.view.senderFacts(sender)), pendingWei: 0n }
      return [sender.toLowerCase(), facts] as const
    }
    return new Map(await Promise.all(senders.map(read)))
  }

  async #redeemAll(winners: readonly StoredWinner[]): Promise<void> {
    const { batchSize } = this.#options
    const isUsed = await Promise.all(winners.map((winner) => this.#settleWhenUsed(winner)))
    const left = winners.filter((_, index) => !isUsed[index])
    for (let at = 0; at < left.length && !this.#isClosed; at += batchSize) {
      const batch = left.slice(at, at + batchSize)
      const outcomes = await this.#deps.chain.redeem(batch)
      for (const [index, winner] of batch.entries()) await this.#conclude(winner, outcomes[index])
    }
  }

  async #conclude(winner: StoredWinner, outcome: RedemptionOutcome | undefined): Promise<void> {
    if (outcome?.kind === 'paid') return this.#settle(winner, outcome.redemption)
    if (this.#isClosed) return
    if (outcome?.kind === 'refused') return this.#giveUp(winner, outcome.error)
    const { block } = this.#deps.view
    const count = (this.#failures.get(winner.ticketHash)?.count ?? 0) + 1
    const wait = 2n ** BigInt(Math.min(count, 10))
    this.#failures.set(winner.ticketHash, {
      count,
      retryBlock: block + (wait > maxBackOffBlocks ? maxBackOffBlocks : wait),
    })
    // Once is nothing: a round that begins at this very block, an endpoint that changes.
    const level = count === 1 ? 'info' : 'warn'
    const { ticketHash } = winner
    this.#deps.log[level](
      { err: outcome?.error, ticketHash, attempt: count },
      'redemption failed, will be tried again',
    )
  }

  /** A refusal for good may also mean that somebody redeemed it before us. */
  async #giveUp(winner: StoredWinner, cause: Error): Promise<void> {
    const isSettled = await this.#settleWhenUsed(winner)
    if (!isSettled) this.#lose(winner, { cause: 'refused', reason: cause.message })
  }

  async #drop(winner: StoredWinner): Promise<void> {
    try {
      if (await this.#settleWhenUsed(winner)) return
      const waited = this.#waits.get(winner.ticketHash)
      const reason = waited === undefined ? 'its round is too long ago' : causes[waited]
      this.#lose(winner, { cause: waited ?? 'expired', reason })
    } catch (err) {
      this.#deps.log.warn({ err, ticketHash: winner.ticketHash }, 'ticket could not be looked up')
    }
  }

  async #settleWhenUsed(winner: StoredWinner): Promise<boolean> {
    const { chain } = this.#deps
    if (!(await chain.isTicketUsed(winner.ticketHash))) return false
    const unknown = { txHash: undefined, paidWei: winner.ticket.faceValueWei }
    this.#settle(winner, (await chain.findRedemption(winner)) ?? unknown)
    return true
  }

  #settle({ ticketHash, ticket }: StoredWinner, { txHash, paidWei }: Redemption): void {
    const { winners, events, log, view } = this.#deps
    winners.markRedeemed(ticketHash, { txHash, paidWei, block: view.block })
    this.#forget(ticketHash)
    log.info({ ticketHash, txHash, paidWei, gateway: ticket.sender }, 'ticket redeemed')
    const { faceValueWei, sender: gateway } = ticket
    events.emit('ticketRedeemed', { gateway, ticketHash, faceValueWei, paidWei, txHash })
  }

  #lose({ ticketHash, ticket }: StoredWinner, why: Pick<TicketLost, 'cause' | 'reason'>): void {
    const { winners, events, log } = this.#deps
    winners.markLost(ticketHash, why.reason)
    this.#forget(ticketHash)
    log.error({ ticketHash, gateway: ticket.sender, ...why }, 'winning ticket lost')
    const { faceValueWei, sender: gateway } = ticket
    events.emit('ticketLost', { gateway, ticketHash, faceValueWei, ...why })
  }

  #forget(ticketHash: Hex): void {
    this.#failures.delete(ticketHash)
    this.#waits.delete(ticketHash)
  }
}
