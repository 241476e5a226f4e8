import type { Hex } from '@millrace/crypto'
import type { StoredWinner } from '../store/winner-store.ts'

/** How a winner was paid. */
export interface Redemption {
  /** Undefined when the transaction that did it cannot be found any more. */
  readonly txHash: Hex | undefined
  readonly paidWei: bigint
}

/** What came of one winner of a transaction. */
export type RedemptionOutcome =
  | { readonly kind: 'paid'; readonly redemption: Redemption }
  /** The contract will never take it. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** May succeed another time. */
  | { readonly kind: 'failed'; readonly error: unknown }

/** What redeeming needs of the chain. */
export interface RedemptionChain {
  isTicketUsed(ticketHash: Hex): Promise<boolean>
  /** How a ticket that is used was paid. */
  findRedemption(winner: StoredWinner): Promise<Redemption | undefined>
  /**
   * Redeems winners in one transaction and waits until it is mined. Those that the contract would refuse are found
   * before and left out, so that they hold nobody up.
   * @returns an outcome for each of them, in their order; does not throw
   */
  redeem(winners: readonly StoredWinner[]): Promise<readonly RedemptionOutcome[]>
}
