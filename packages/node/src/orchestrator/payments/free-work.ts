import { freePrice } from '@millrace/payments'
import type { Offer, WorkPayments } from './work-payments.ts'

/** Off chain nobody pays, and whatever is sent as a payment is left unread. */
export class FreeWork implements WorkPayments {
  async offer(): Promise<Offer> {
    return { price: freePrice, ticketParams: undefined }
  }

  async receive(): Promise<void> {}

  assertFunded(): void {}

  async debit(): Promise<bigint> {
    return 0n
  }
}
