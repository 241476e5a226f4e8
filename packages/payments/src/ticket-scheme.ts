import {
  type Address,
  addressToBytes,
  bigintToBytes32,
  bytesToHex,
  concatBytes,
  type Hex,
  hexToBytes,
  keccak256,
} from '@millrace/crypto'
import { type CreationRound, type Ticket, type WinningTicket, zeroHash } from './ticket.ts'

/**
 * The rules of one contract that redeems tickets. Everything else here works with any scheme, so that another broker
 * (for other recipients) is another implementation of this and nothing more.
 */
export interface TicketScheme {
  /** The contract that redeems. */
  readonly contract: Address
  readonly chainId: bigint
  /** The 32 bytes that the sender signs as a message (EIP-191). */
  hash(ticket: Ticket): Uint8Array
  /** {@link TicketScheme.hash} for many tickets that differ in their nonce only (a uint32): the rest is packed once. */
  hasher(ticket: Omit<Ticket, 'senderNonce'>): (senderNonce: number) => Uint8Array
  auxData(round: CreationRound): Uint8Array
  recipientRandHash(recipientRand: bigint): Hex
  /** Whether a signature wins, for all tickets of the same probability and secret number. */
  draw(winProb: bigint, recipientRand: bigint): (signature: Uint8Array) => boolean
  redemption(winner: WinningTicket): RedemptionCall
}

/** A contract call in the terms of an ABI, for whoever writes to the chain. */
export interface RedemptionCall {
  readonly address: Address
  readonly functionName: 'redeemWinningTicket'
  readonly args: readonly [RedeemedTicket, Hex, bigint]
}

/** The contract's own Ticket struct. */
export interface RedeemedTicket {
  readonly recipient: Address
  readonly sender: Address
  readonly faceValue: bigint
  readonly winProb: bigint
  readonly senderNonce: bigint
  readonly recipientRandHash: Hex
  readonly auxData: Hex
}

/**
 * The scheme of the TicketBroker contract: keccak256 over the packed fields. Its hash names neither contract nor chain;
 * what ties a ticket to one chain is the block hash of its creation round.
 */
export function ticketBrokerScheme({
  contract,
  chainId,
}: {
  contract: Address
  chainId: bigint
}): TicketScheme {
  return {
    contract,
    chainId,
    hash: (ticket) => ticketBrokerHasher(ticket)(ticket.senderNonce),
    hasher: ticketBrokerHasher,
    auxData: ticketBrokerAuxData,
    recipientRandHash: (recipientRand) => bytesToHex(keccak256(bigintToBytes32(recipientRand))),
    draw: ticketBrokerDraw,
    redemption: (winner) => ({
      address: contract,
      functionName: 'redeemWinningTicket',
      args: [redeemedTicket(winner.ticket), bytesToHex(winner.signature), winner.recipientRand],
    }),
  }
}

function ticketBrokerHasher(ticket: Omit<Ticket, 'senderNonce'>): (senderNonce: number) => Uint8Array {
  const beforeNonce = concatBytes(
    addressToBytes(ticket.recipient),
    addressToBytes(ticket.sender),
    bigintToBytes32(ticket.faceValueWei),
    bigintToBytes32(ticket.winProb),
  )
  const afterNonce = concatBytes(hexToBytes(ticket.recipientRandHash), ticketBrokerAuxData(ticket))
  const packed = concatBytes(beforeNonce, new Uint8Array(32), afterNonce)
  const nonce = new DataView(packed.buffer, beforeNonce.length + 28, 4)
  return (senderNonce) => {
    nonce.setUint32(0, senderNonce)
    return keccak256(packed)
  }
}

function ticketBrokerDraw(winProb: bigint, recipientRand: bigint): (signature: Uint8Array) => boolean {
  const bound = bigintToBytes32(winProb)
  const rand = bigintToBytes32(recipientRand)
  // Big-endian numbers of the same length are ordered as their bytes are.
  return (signature) => Buffer.compare(keccak256(concatBytes(signature, rand)), bound) < 0
}

// Nothing when both are zero, else 64 bytes: as on the wire, and the contract asks for 64.
function ticketBrokerAuxData({ creationRound, creationRoundBlockHash }: CreationRound): Uint8Array {
  if (creationRound === 0n && creationRoundBlockHash === zeroHash) return new Uint8Array(0)
  return concatBytes(bigintToBytes32(creationRound), hexToBytes(creationRoundBlockHash))
}

function redeemedTicket(ticket: Ticket): RedeemedTicket {
  return {
    recipient: ticket.recipient,
    sender: ticket.sender,
    faceValue: ticket.faceValueWei,
    winProb: ticket.winProb,
    senderNonce: BigInt(ticket.senderNonce),
    recipientRandHash: ticket.recipientRandHash,
    auxData: bytesToHex(ticketBrokerAuxData(ticket)),
  }
}
