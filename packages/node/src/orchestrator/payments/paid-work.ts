import type { Clock, Emitter } from '@millrace/common'
import { bytesToHex } from '@millrace/crypto'
import {
  type Account,
  type Balances,
  feeWei,
  InsufficientBalanceError as NoBalanceError,
  type Payment,
  type Price,
  type TicketRecipient,
  type TicketScheme,
} from '@millrace/payments'
import { InsufficientBalanceError, OrchestratorCallRefusedError, PaymentRefusedError } from '@millrace/wire'
import type { OrchestratorEvents } from '../events.ts'
import type { PaymentLedger } from './payment-ledger.ts'
import type { PriceList } from './price-list.ts'
import type { Offer, WorkPayments } from './work-payments.ts'

export interface PaidWorkDependencies {
  readonly recipient: Pick<
    TicketRecipient,
    'issueParams' | 'quotePrice' | 'receive' | 'assertFunded' | 'debit'
  >
  readonly balances: Balances
  readonly ledger: Pick<PaymentLedger, 'settle'>
  readonly prices: PriceList
  readonly scheme: TicketScheme
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
}

/** Work for tickets: prices by gateway, fixed for a session by its first payment. */
export class PaidWork implements WorkPayments {
  readonly #addsRedemptionCost: boolean
  readonly #deps: PaidWorkDependencies

  constructor({ addsRedemptionCost }: { addsRedemptionCost: boolean }, deps: PaidWorkDependencies) {
    this.#addsRedemptionCost = addsRedemptionCost
    this.#deps = deps
  }

  /** @throws {OrchestratorCallRefusedError} when no price can be asked, since the rate for it is too old. */
  async offer(gateway: Account['peer'], sessionId: string | undefined): Promise<Offer> {
    const fixed = sessionId === undefined ? undefined : this.#fixedPrice({ peer: gateway, sessionId })
    if (fixed === undefined) this.#assertPriced(gateway)
    const price = fixed ?? (await this.#quote(gateway))
    return { price, ticketParams: await this.#deps.recipient.issueParams(gateway, price) }
  }

  async receive(payment: Payment, account: Account): Promise<void> {
    const { recipient, events, scheme, clock } = this.#deps
    const { sessionId } = account
    const gateway = account.peer
    const quotedPrice = this.#deps.prices.quote(gateway)
    const receipt = await recipient.receive(payment, { sessionId, nowMs: clock.nowMs(), quotedPrice })
    for (const ticket of receipt.winners) {
      const ticketHash = bytesToHex(scheme.hash(ticket))
      events.emit('ticketWon', { sessionId, gateway, ticketHash, faceValueWei: ticket.faceValueWei })
    }
    if (receipt.creditedTickets > 0) {
      const { creditedTickets: count, winners, creditedWei } = receipt
      const valueWei = creditedWei.floor()
      events.emit('ticketsReceived', { sessionId, gateway, count, winners: winners.length, valueWei })
    }
    const { error, faults } = receipt
    if (error === undefined) return
    const ticketCodes = faults.map((fault) => fault.error.code)
    events.emit('paymentRefused', { sessionId, gateway, code: error.code, ticketCodes })
    throw new PaymentRefusedError(error.wireText, error)
  }

  assertFunded(account: Account): void {
    const { recipient, prices, clock } = this.#deps
    try {
      recipient.assertFunded(account, { quotedPrice: prices.quote(account.peer), nowMs: clock.nowMs() })
    } catch (error) {
      if (!(error instanceof NoBalanceError)) throw error
      const { sessionId, peer: gateway } = account
      this.#deps.events.emit('paymentRefused', { sessionId, gateway, code: error.code, ticketCodes: [] })
      throw new InsufficientBalanceError()
    }
  }

  async debit(account: Account, pixels: bigint): Promise<bigint> {
    const { recipient, prices, ledger, clock } = this.#deps
    const quotedPrice = prices.quote(account.peer)
    const price = this.#fixedPrice(account) ?? quotedPrice
    recipient.debit(account, { pixels, quotedPrice, nowMs: clock.nowMs() })
    await ledger.settle()
    return feeWei(price, pixels).ceil()
  }

  #assertPriced(gateway: Account['peer']): void {
    const { prices, clock } = this.#deps
    if (!prices.isCurrent(gateway, clock.nowMs()))
      throw new OrchestratorCallRefusedError('Invalid orchestrator request: OrchestratorCapped')
  }

  #fixedPrice(account: Account): Price | undefined {
    return this.#deps.balances.fixedPrice(account, this.#deps.clock.nowMs())
  }

  #quote(gateway: Account['peer']): Price | Promise<Price> {
    const base = this.#deps.prices.quote(gateway)
    return this.#addsRedemptionCost ? this.#deps.recipient.quotePrice(gateway, base) : base
  }
}
