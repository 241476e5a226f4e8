import {
  type Address,
  bigintToBytes32,
  bytesToHex,
  hexToBytes,
  isSameAddress,
  keccak256,
  recoverMessageSigner,
} from '@millrace/crypto'
import type { RedeemedTicket, RedemptionCall } from '../src/index.ts'

/** What the contract says to a redemption that it refuses. */
export type Refusal =
  | 'auxData length'
  | 'creationRound does not have a block hash'
  | 'ticket is expired'
  | 'recipientRand does not match'
  | 'ticket is used'
  | 'invalid signature'
  | 'ticket did not win'
  | 'sender deposit and reserve insufficient'

/**
 * The ticket broker's rules, written from its description alone and with its own packing, so that it shares no code
 * with what it judges. One sender.
 */
export class TicketBrokerModel {
  depositWei: bigint
  reserveWei: bigint
  currentRound = 5n
  readonly ticketValidityRounds = 2n
  readonly paidWei = new Map<Address, bigint>()
  readonly #blockHashes = new Map<bigint, string>()
  readonly #used = new Set<string>()

  constructor({ depositWei, reserveWei }: { depositWei: bigint; reserveWei: bigint }) {
    this.depositWei = depositWei
    this.reserveWei = reserveWei
  }

  initializeRound(round: bigint): `0x${string}` {
    this.currentRound = round
    const hash = bytesToHex(keccak256(bigintToBytes32(round)))
    this.#blockHashes.set(round, hash)
    return hash
  }

  redeem({ args: [ticket, signature, recipientRand] }: RedemptionCall): Refusal | undefined {
    const hash = packedHash(ticket)
    const refusal = this.#refusal({ ticket, hash, signature: hexToBytes(signature), recipientRand })
    if (refusal !== undefined) return refusal
    this.#used.add(bytesToHex(hash))
    this.depositWei -= ticket.faceValue
    if (this.depositWei < 0n) {
      this.reserveWei += this.depositWei
      this.depositWei = 0n
    }
    this.paidWei.set(ticket.recipient, (this.paidWei.get(ticket.recipient) ?? 0n) + ticket.faceValue)
    return undefined
  }

  #refusal(claim: {
    ticket: RedeemedTicket
    hash: Uint8Array
    signature: Uint8Array
    recipientRand: bigint
  }): Refusal | undefined {
    const { ticket, hash, signature, recipientRand } = claim
    if (ticket.auxData.length !== 2 + 128) return 'auxData length'
    const creationRound = BigInt(ticket.auxData.slice(0, 66))
    const blockHash = `0x${ticket.auxData.slice(66)}`
    if (this.#blockHashes.get(creationRound) !== blockHash) return 'creationRound does not have a block hash'
    if (creationRound + this.ticketValidityRounds <= this.currentRound) return 'ticket is expired'
    if (bytesToHex(keccak256(bigintToBytes32(recipientRand))) !== ticket.recipientRandHash) {
      return 'recipientRand does not match'
    }
    if (this.#used.has(bytesToHex(hash))) return 'ticket is used'
    const signer = recoverMessageSigner(hash, signature)
    if (signer === undefined || !isSameAddress(signer, ticket.sender)) return 'invalid signature'
    if (drawnNumber(signature, recipientRand) >= ticket.winProb) return 'ticket did not win'
    if (this.depositWei + this.reserveWei < ticket.faceValue) return 'sender deposit and reserve insufficient'
    return undefined
  }
}

function packedHash(ticket: RedeemedTicket): Uint8Array {
  const word = (value: bigint) => value.toString(16).padStart(64, '0')
  const text = [
    ticket.recipient.slice(2),
    ticket.sender.slice(2),
    word(ticket.faceValue),
    word(ticket.winProb),
    word(ticket.senderNonce),
    ticket.recipientRandHash.slice(2),
    ticket.auxData.slice(2),
  ].join('')
  return keccak256(Buffer.from(text, 'hex'))
}

function drawnNumber(signature: Uint8Array, recipientRand: bigint): bigint {
  const text = Buffer.from(signature).toString('hex') + recipientRand.toString(16).padStart(64, '0')
  return BigInt(bytesToHex(keccak256(Buffer.from(text, 'hex'))))
}
