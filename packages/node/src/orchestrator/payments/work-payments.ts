import type { Account, Payment, Price, TicketParams } from '@millrace/payments'

/** What a gateway is offered. */
export interface Offer {
  readonly price: Price
  /** Undefined where nothing is paid. */
  readonly ticketParams: TicketParams | undefined
}

/** How work is paid, as the handlers of requests see it. */
export interface WorkPayments {
  /**
   * Price and fresh ticket parameters for a gateway; a session that has paid keeps its price.
   * @throws {PaymentError} when no parameters can be given to it.
   */
  offer(gateway: Account['peer'], sessionId: string | undefined): Promise<Offer>
  /**
   * Takes a payment's tickets. Winners are on disk when it returns.
   * @throws {PaymentRefusedError} when the request must be refused for it.
   */
  receive(payment: Payment, account: Account): Promise<void>
  /** @throws {InsufficientBalanceError} when the session has not paid for the next segment. */
  assertFunded(account: Account): void
  /** Takes finished work off the balance, for good when it returns. @returns its fee in wei, rounded up. */
  debit(account: Account, pixels: bigint): Promise<bigint>
}
