import type { Address } from '@millrace/crypto'
import type { Price } from './price.ts'
import type { SignedNonce, TicketParams } from './ticket.ts'

/** What a gateway sends with a segment. Read from the wire it is unchecked: any field may be hostile. */
export interface Payment {
  readonly sender: Address | undefined
  /** Nothing when there are no tickets. */
  readonly params: TicketParams | undefined
  readonly tickets: readonly SignedNonce[]
  /** The price of the quote that carried the params. */
  readonly expectedPrice: Price | undefined
}
