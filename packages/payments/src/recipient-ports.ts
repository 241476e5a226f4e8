import type { Address } from '@millrace/crypto'
import type { Account } from './balances.ts'
import type { PaymentError } from './errors.ts'
import type { Fraction } from './fraction.ts'
import type { SenderFacts } from './funds.ts'
import type { NonceUse } from './nonces.ts'
import type { CreationRound, Ticket, WinningTicket } from './ticket.ts'
import type { TicketFault } from './ticket-intake.ts'

/** The chain as last seen. Blocks are those that rounds count in. */
export interface RecipientHead {
  readonly latestBlock: bigint
  readonly currentRound: bigint
  readonly gasPriceWei: bigint
  /** Last initialised rounds, newest first: one without a block hash is passed over. */
  readonly creationRounds: readonly CreationRound[]
  /** Whether the recipient is in the active set of the current round. */
  readonly isRecipientActive: boolean
}

/** What a recipient has to know of the chain. */
export interface RecipientChain {
  head(): RecipientHead
  senderFacts(sender: Address): Promise<SenderFacts>
}

/** What one payment brings. */
export interface PaymentEntry {
  readonly account: Account
  readonly creditWei: Fraction
  readonly winners: readonly WinningTicket[]
  /** Claimed for it. */
  readonly nonces: readonly NonceUse[]
  readonly nowMs: number
}

/** Where payments are entered. */
export interface PaymentBook {
  /**
   * Enters all of a payment or nothing, and credits the balance. Returns when it would survive a power cut. A winner (by
   * its ticket's hash) that is known already, redeemed or not, changes nothing.
   */
  record(entry: PaymentEntry): Promise<void>
}

/** What became of a payment. A faulty one may still have been paid in part. */
export interface PaymentReceipt {
  readonly creditedWei: Fraction
  readonly creditedTickets: number
  /** They are in the winner store. */
  readonly winners: readonly Ticket[]
  readonly faults: readonly TicketFault[]
  /** Why the request must be refused, if it must: the first fault. */
  readonly error: PaymentError | undefined
}
