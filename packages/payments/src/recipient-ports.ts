import type { Address } from '@millrace/crypto'
import type { PaymentError } from './errors.ts'
import type { Fraction } from './fraction.ts'
import type { SenderFacts } from './funds.ts'
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

/** Where winners go. */
export interface WinnerStore {
  /**
   * Returns when the winners would survive a power cut. A ticket (by its hash) that is known already, redeemed or not,
   * changes nothing.
   */
  add(winners: readonly WinningTicket[]): Promise<void>
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
