import { type Address, messageVerifier } from '@millrace/crypto'
import { type PaymentError, TicketParamsExpiredError } from './errors.ts'
import type { NonceStore, NonceUse } from './nonces.ts'
import { InvalidTicketSignatureError, NonceSeenError, TooManyNoncesError } from './recipient-errors.ts'
import { type SignedNonce, type TicketParams, ticketOf, type WinningTicket } from './ticket.ts'
import type { TicketScheme } from './ticket-scheme.ts'
import { isUint32 } from './well-formed.ts'

/** What is the same for all tickets of a payment, already known to be good. */
export interface IntakeContext {
  readonly scheme: TicketScheme
  readonly nonces: NonceStore
  readonly params: TicketParams
  readonly sender: Address
  readonly recipientRand: bigint
  readonly latestBlock: bigint
  /** Last block at which a winner of expired params is still kept. */
  readonly lateWinnersUntil: bigint
}

/** A ticket that was not paid, and why. */
export interface TicketFault {
  readonly senderNonce: number
  readonly error: PaymentError
}

/** Checks the tickets of one payment, one after the other, and remembers what it claimed. */
export class TicketIntake {
  readonly winners: WinningTicket[] = []
  readonly faults: TicketFault[] = []
  /** Good tickets before the first fault: only these are credited. */
  creditedCount = 0
  readonly #context: IntakeContext
  readonly claimed: NonceUse[] = []
  readonly #hash: (senderNonce: number) => Uint8Array
  readonly #isSignedBySender: (hash: Uint8Array, signature: Uint8Array) => boolean
  readonly #isWinner: (signature: Uint8Array) => boolean

  constructor(context: IntakeContext) {
    const { scheme, params, sender, recipientRand } = context
    this.#context = context
    this.#hash = scheme.hasher({ ...params, sender })
    this.#isSignedBySender = messageVerifier(sender)
    this.#isWinner = scheme.draw(params.winProb, recipientRand)
  }

  add(signed: SignedNonce): void {
    const error = this.#check(signed)
    if (error !== undefined) this.faults.push({ senderNonce: signed.senderNonce, error })
    else if (this.faults.length === 0) this.creditedCount += 1
  }

  /** Undoes all claims, so that the sender may pay again what could not be stored. */
  release(): void {
    for (const use of this.claimed) this.#context.nonces.release(use)
  }

  #check({ senderNonce, signature }: SignedNonce): PaymentError | undefined {
    const { params, sender, recipientRand, latestBlock } = this.#context
    if (!isUint32(senderNonce)) return new InvalidTicketSignatureError({ senderNonce })
    if (!this.#isSignedBySender(this.#hash(senderNonce), signature)) {
      return new InvalidTicketSignatureError({ senderNonce })
    }
    const isWinner = this.#isWinner(signature)
    const isExpired = params.expirationBlock <= latestBlock
    const isKept = !isExpired || (isWinner && latestBlock <= this.#context.lateWinnersUntil)
    const refusal = isKept ? this.#claim(senderNonce) : undefined
    if (refusal !== undefined) return refusal
    if (isWinner && isKept) {
      // A copy: the signature may be a view of a large request that the winner would keep in memory.
      const paramsExpirationBlock = params.expirationBlock
      this.winners.push({
        ticket: ticketOf(params, sender, senderNonce),
        signature: Uint8Array.from(signature),
        recipientRand,
        paramsExpirationBlock,
      })
    }
    // Checked last: a winner that comes late is not credited, but still redeemed.
    if (isExpired)
      return new TicketParamsExpiredError({ expirationBlock: params.expirationBlock, latestBlock })
    return undefined
  }

  #claim(senderNonce: number): PaymentError | undefined {
    const { params, sender, nonces } = this.#context
    const { recipientRandHash, expirationBlock } = params
    const use = { sender, recipientRandHash, senderNonce, expirationBlock }
    const claim = nonces.claim(use)
    if (claim === 'seen') return new NonceSeenError({ senderNonce })
    if (claim === 'full') return new TooManyNoncesError({ senderNonce })
    this.claimed.push(use)
    return undefined
  }
}
