import type { Emitter } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'

export interface TicketRedeemed {
  readonly gateway: Address
  readonly ticketHash: Hex
  readonly faceValueWei: bigint
  /** What the contract paid; may be less than the face value when the gateway's funds ran out. */
  readonly paidWei: bigint
  readonly txHash: Hex | undefined
}

/**
 * Why a winner was lost: the contract refuses the ticket itself, or its rounds are over and what kept it from being
 * redeemed in them.
 */
export type LossCause =
  | 'refused'
  | 'expired'
  | 'tx-cost'
  | 'sender-funds'
  | 'sender-unlocked'
  | 'recipient-inactive'

/** A winner that can never be redeemed. */
export interface TicketLost {
  readonly gateway: Address
  readonly ticketHash: Hex
  readonly faceValueWei: bigint
  readonly cause: LossCause
  readonly reason: string
}

/** A transaction that redeems winners was sent for the first time. */
interface RedemptionSent {
  readonly txHash: Hex
  readonly nonce: number
  readonly tickets: number
  readonly faceValueWei: bigint
}

/** A transaction that was stuck was sent with higher fees. */
interface RedemptionReplaced {
  readonly txHash: Hex
  readonly nonce: number
  readonly maxFeePerGasWei: bigint
}

/** A transaction that was in the chain is there no more, or elsewhere. */
interface RedemptionReorged {
  readonly txHash: Hex
  readonly tickets: number
}

/** A winner is about to expire and would cost more to redeem than it brings. */
interface RedemptionUnprofitable {
  readonly ticketHash: Hex
  readonly faceValueWei: bigint
  readonly txCostWei: bigint
}

/** Everything that redeeming tells. */
export interface RedemptionEvents {
  ticketRedeemed: TicketRedeemed
  ticketLost: TicketLost
  redemptionSent: RedemptionSent
  redemptionReplaced: RedemptionReplaced
  redemptionReorged: RedemptionReorged
  redemptionUnprofitable: RedemptionUnprofitable
}

export type RedemptionEmitter = Pick<Emitter<RedemptionEvents>, 'emit'>
