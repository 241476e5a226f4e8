/** Redemption of winning tickets (protocol.md 1.9, 1.12). */
import {
  addressToBytes,
  bigintToBytes32,
  bytesToBigint,
  bytesToHex,
  concatBytes,
  keccak256,
  recoverMessageSigner,
} from '@millrace/crypto'
import { type Address, NOBODY } from '../address.ts'
import { min } from '../maths.ts'
import { Refusal, require } from '../refusal.ts'
import { addFees } from '../staking/rewards.ts'
import type { Store } from '../store.ts'
import type { Broker } from './broker.ts'
import { requireFunds } from './funds.ts'

export interface Ticket {
  readonly recipient: Address
  readonly sender: Address
  readonly faceValue: bigint
  readonly winProb: bigint
  readonly senderNonce: bigint
  readonly recipientRandHash: Uint8Array
  readonly auxData: Uint8Array
}

/** A ticket with its sender's signature and its recipient's secret. */
export interface Claim {
  readonly ticket: Ticket
  readonly signature: Uint8Array
  readonly recipientRand: bigint
}

export function ticketHash(ticket: Ticket): Uint8Array {
  return keccak256(
    concatBytes(
      addressToBytes(ticket.recipient),
      addressToBytes(ticket.sender),
      bigintToBytes32(ticket.faceValue),
      bigintToBytes32(ticket.winProb),
      bigintToBytes32(ticket.senderNonce),
      ticket.recipientRandHash,
      ticket.auxData,
    ),
  )
}

export function redeem(broker: Broker, claim: Claim): void {
  broker.controller.requireRunning()
  broker.rounds.requireInitialized()
  requireValid(broker, claim)
  bookFees(broker, { orchestrator: claim.ticket.recipient, amount: pay(broker, claim.ticket) })
}

/**
 * Redeems each ticket that can be; the others are passed over. Fees of paid tickets that follow each other and have the
 * same recipient are booked as one amount.
 */
export function redeemBatch(store: Store, broker: Broker, claims: readonly Claim[]): void {
  broker.controller.requireRunning()
  broker.rounds.requireInitialized()
  let fees: Fees = { orchestrator: NOBODY, amount: 0n }
  for (const claim of claims) {
    if (!succeeds(() => requireValid(broker, claim))) continue
    const { ticket } = claim
    let amount = 0n
    succeeds(() => {
      amount = store.attempt(() => pay(broker, ticket))
    })
    if (amount === 0n) continue
    if (ticket.recipient !== fees.orchestrator) {
      bookFees(broker, fees)
      fees = { orchestrator: ticket.recipient, amount: 0n }
    }
    fees = { ...fees, amount: fees.amount + amount }
  }
  bookFees(broker, fees)
}

interface Fees {
  readonly orchestrator: Address
  readonly amount: bigint
}

function bookFees({ staking }: Broker, fees: Fees): void {
  if (fees.amount > 0n) addFees(staking, fees)
}

function succeeds(part: () => void): boolean {
  try {
    part()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Takes what a valid ticket pays. @returns wei for the recipient and its delegators */
function pay(broker: Broker, ticket: Ticket): bigint {
  const { sender, recipient, faceValue } = ticket
  const { withdrawRound, deposit, reserve } = broker.senders.get(sender)
  require(withdrawRound === 0n || broker.rounds.current < withdrawRound, 'SenderUnlocked')
  requireFunds(broker, sender)
  require(deposit + reserve >= faceValue, 'InsufficientSenderFunds')
  broker.usedTickets.set(bytesToHex(ticketHash(ticket)), { isUsed: true })
  const fromDeposit = min(faceValue, deposit)
  broker.senders.set(sender, { deposit: deposit - fromDeposit })
  // The rest may be more than the recipient's share of the reserve: then it gets less than the face value.
  const rest = faceValue - fromDeposit
  const amount = fromDeposit + (rest > 0n ? broker.claimReserve(sender, recipient, rest) : 0n)
  const isActive = broker.staking.ledger.isActive(recipient, broker.rounds.current)
  require(amount === 0n || isActive, 'TranscoderNotActive')
  return amount
}

function requireValid(broker: Broker, { ticket, signature, recipientRand }: Claim): void {
  require(ticket.recipient !== NOBODY, 'TicketRecipientIsZero')
  require(ticket.sender !== NOBODY, 'TicketSenderIsZero')
  requireOfRecentRound(broker, ticket.auxData)
  const randHash = keccak256(bigintToBytes32(recipientRand))
  require(bytesToHex(randHash) === bytesToHex(ticket.recipientRandHash), 'RecipientRandMismatch')
  const hash = ticketHash(ticket)
  if (broker.usedTickets.get(bytesToHex(hash)).isUsed) throw new Refusal('Error', 'ticket is used')
  require(signature.length === 65, 'InvalidSignatureLength')
  require(recoverMessageSigner(hash, signature)?.toLowerCase() === ticket.sender, 'InvalidTicketSignature')
  const draw = keccak256(concatBytes(signature, bigintToBytes32(recipientRand)))
  require(bytesToBigint(draw) < ticket.winProb, 'TicketDidNotWin')
}

/** A ticket names a round that was begun, by number and block hash, and expires some rounds after it. */
function requireOfRecentRound({ rounds, settings }: Broker, auxData: Uint8Array): void {
  require(auxData.length === 64, 'InvalidAuxDataLength')
  const round = bytesToBigint(auxData.subarray(0, 32))
  const blockHash = rounds.blockHashForRound(round)
  if (blockHash === 0n) throw new Refusal('Error', 'ticket creationRound does not have a block hash')
  require(bytesToBigint(auxData.subarray(32)) === blockHash, 'CreationRoundBlockHashMismatch')
  require(round + settings.get().ticketValidityPeriod > rounds.current, 'TicketExpired')
}
