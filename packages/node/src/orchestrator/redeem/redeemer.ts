import type { Emitter, Logger } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'
import { planRedemptions, type SenderFacts, type WinningTicket } from '@millrace/payments'
import type { ChainView } from '../chain/chain-view.ts'
import { RedemptionRefusedError } from '../errors.ts'
import type { OrchestratorEvents } from '../events.ts'
import type { StoredWinner, WinnerStore } from '../store/winner-store.ts'

export interface Redemption {
  /** Undefined when the transaction that did it cannot be found any more. */
  readonly txHash: Hex | undefined
  readonly paidWei: bigint
}

/** What redeeming needs of the chain. */
export interface RedemptionChain {
  isTicketUsed(ticketHash: Hex): Promise<boolean>
  /** How a ticket that is used was paid. */
  findRedemption(winner: StoredWinner): Promise<Redemption | undefined>
  /**
   * Redeems a ticket and waits until it is mined.
   * @throws {RedemptionRefusedError} when the contract will never take it; anything else is tried again.
   */
  redeem(winner: StoredWinner): Promise<Redemption>
}

export interface RedeemerOptions {
  readonly redeemGas: bigint
  readonly ticketValidityRounds: bigint
}

export interface RedeemerDependencies {
  readonly view: Pick<ChainView, 'block' | 'round' | 'isActive' | 'gasPriceWei' | 'senderFacts'>
  readonly chain: RedemptionChain
  readonly winners: WinnerStore
  readonly events: Emitter<OrchestratorEvents>
  readonly log: Logger
}

/** Transactions on their way at once. */
const parallelRedemptions = 4
const maxBackOffBlocks = 64n

/**
 * Brings stored winners to the chain, at each block those that may be redeemed then. What is paid is asked of the chain,
 * never assumed, so that a crash at any point loses nothing and redeems nothing twice.
 */
export class Redeemer {
  readonly #options: RedeemerOptions
  readonly #deps: RedeemerDependencies
  readonly #failures = new Map<Hex, { readonly count: number; readonly retryBlock: bigint }>()
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
        await this.#runOnce()
      } catch (err) {
        this.#deps.log.warn({ err }, 'redemption run failed')
      }
    }
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
    const work = plan.flatMap(({ winner, decision: { action } }) => {
      const found = stored.get(winner)
      return found && action !== 'wait' ? [{ winner: found, action }] : []
    })
    await this.#inParallel(work, async ({ winner, action }) => {
      await (action === 'drop' ? this.#drop(winner) : this.#redeem(winner))
    })
  }

  #redemptionFacts() {
    const { view } = this.#deps
    return {
      latestBlock: view.block,
      currentRound: view.round.number,
      ticketValidityRounds: this.#options.ticketValidityRounds,
      isRecipientActive: view.isActive,
      txCostWei: this.#options.redeemGas * view.gasPriceWei,
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

  async #inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const left = items.values()
    const worker = async () => {
      for (const item of left) {
        if (this.#isClosed) return
        await work(item)
      }
    }
    await Promise.all(Array.from({ length: parallelRedemptions }, worker))
  }

  async #redeem(winner: StoredWinner): Promise<void> {
    const { chain, log } = this.#deps
    try {
      if (await this.#settleWhenUsed(winner)) return
      this.#settle(winner, await chain.redeem(winner))
    } catch (err) {
      if (this.#isClosed) return
      if (err instanceof RedemptionRefusedError) return this.#giveUp(winner, err)
      const count = (this.#failures.get(winner.ticketHash)?.count ?? 0) + 1
      const wait = 2n ** BigInt(Math.min(count, 10))
      const retryBlock = this.#deps.view.block + (wait > maxBackOffBlocks ? maxBackOffBlocks : wait)
      this.#failures.set(winner.ticketHash, { count, retryBlock })
      // Once is nothing: a round that begins at this very block, an endpoint that changes.
      const level = count === 1 ? 'info' : 'warn'
      log[level](
        { err, ticketHash: winner.ticketHash, attempt: count },
        'redemption failed, will be tried again',
      )
    }
  }

  /** A refusal for good may also mean that somebody redeemed it before us. */
  async #giveUp(winner: StoredWinner, cause: RedemptionRefusedError): Promise<void> {
    const isSettled = await this.#settleWhenUsed(winner)
    if (!isSettled) this.#lose(winner, cause.message)
  }

  async #drop(winner: StoredWinner): Promise<void> {
    try {
      if (!(await this.#settleWhenUsed(winner))) this.#lose(winner, 'its round is too long ago')
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
    const { winners, events, log } = this.#deps
    winners.markRedeemed(ticketHash, { txHash, paidWei })
    this.#failures.delete(ticketHash)
    log.info({ ticketHash, txHash, paidWei, gateway: ticket.sender }, 'ticket redeemed')
    const { faceValueWei, sender: gateway } = ticket
    events.emit('ticketRedeemed', { gateway, ticketHash, faceValueWei, paidWei, txHash })
  }

  #lose({ ticketHash, ticket }: StoredWinner, reason: string): void {
    const { winners, events, log } = this.#deps
    winners.markLost(ticketHash, reason)
    this.#failures.delete(ticketHash)
    log.error({ ticketHash, gateway: ticket.sender, reason }, 'winning ticket lost')
    events.emit('ticketLost', {
      gateway: ticket.sender,
      ticketHash,
      faceValueWei: ticket.faceValueWei,
      reason,
    })
  }
}
