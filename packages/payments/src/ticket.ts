import type { Address, Hex, Signer } from '@millrace/crypto'
import { recoverMessageSigner } from '@millrace/crypto'
import type { TicketScheme } from './ticket-scheme.ts'

export const maxUint256 = (1n << 256n) - 1n
export const zeroHash: Hex = `0x${'00'.repeat(32)}`

/** The round a ticket belongs to, which bounds how long it can be redeemed, and proof that the round was known. */
export interface CreationRound {
  readonly creationRound: bigint
  /** 32 bytes. */
  readonly creationRoundBlockHash: Hex
}

/** A lottery ticket: the recipient gets the face value with the probability `winProb` / (2^256 − 1). */
export interface Ticket extends CreationRound {
  readonly recipient: Address
  readonly sender: Address
  readonly faceValueWei: bigint
  /** uint256; 2^256 − 1 wins always. */
  readonly winProb: bigint
  readonly senderNonce: number
  /** keccak256 of the recipient's secret number, 32 bytes. */
  readonly recipientRandHash: Hex
}

/** What a recipient offers: with it a sender can write tickets until the expiration block. */
export interface TicketParams extends CreationRound {
  readonly recipient: Address
  readonly faceValueWei: bigint
  readonly winProb: bigint
  readonly recipientRandHash: Hex
  /** With it the recipient finds its secret number again. */
  readonly seed: Uint8Array
  /** In the blocks that rounds count in (L1 blocks on Arbitrum). */
  readonly expirationBlock: bigint
}

/** What differs between the tickets of one payment. */
export interface SignedNonce {
  readonly senderNonce: number
  /** EIP-191, 65 bytes R‖S‖V. */
  readonly signature: Uint8Array
}

/** A winner with all that is needed to redeem it. */
export interface WinningTicket {
  readonly ticket: Ticket
  readonly signature: Uint8Array
  /** Secret until the params expired: whoever knows it can write tickets that never win. */
  readonly recipientRand: bigint
  readonly paramsExpirationBlock: bigint
}

/** The ticket that a sender's nonce makes of the params. */
export function ticketOf(params: TicketParams, sender: Address, senderNonce: number): Ticket {
  const { recipient, faceValueWei, winProb, recipientRandHash, creationRound, creationRoundBlockHash } =
    params
  return {
    recipient,
    sender,
    faceValueWei,
    winProb,
    senderNonce,
    recipientRandHash,
    creationRound,
    creationRoundBlockHash,
  }
}

/** Signs the ticket's hash as a message (EIP-191). The signer must be the ticket's sender. */
export async function signTicket(scheme: TicketScheme, ticket: Ticket, signer: Signer): Promise<Uint8Array> {
  return signer.signMessage(scheme.hash(ticket))
}

/** Who signed the ticket, or nothing when the signature is malformed. */
export function recoverTicketSigner(
  scheme: TicketScheme,
  ticket: Ticket,
  signature: Uint8Array,
): Address | undefined {
  return recoverMessageSigner(scheme.hash(ticket), signature)
}
