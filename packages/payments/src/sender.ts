import { type Address, isSameAddress, type Signer } from '@millrace/crypto'
import { FaceValueAboveDepositError, TicketParamsExpiredError } from './errors.ts'
import { Fraction } from './fraction.ts'
import { assertDeposit, assertLockedReserve, type SenderFunds } from './funds.ts'
import { expectedValueWei } from './params.ts'
import type { Payment } from './payment.ts'
import type { Price } from './price.ts'
import {
  ExpirationBlockMissingError,
  FaceValueTooLowError,
  MalformedTicketParamsError,
  NoncesExhaustedError,
  TicketEvTooHighError,
  TicketParamsMissingError,
  TotalEvTooHighError,
  UnexpectedRecipientError,
} from './sender-errors.ts'
import { type CreationRound, signTicket, type TicketParams, ticketOf, zeroHash } from './ticket.ts'
import type { TicketScheme } from './ticket-scheme.ts'
import { malformedField } from './well-formed.ts'

/** What a sender has to know of the chain. Blocks are those that rounds count in. */
export interface SenderChain {
  head(): {
    readonly latestBlock: bigint
    readonly currentRound: bigint
    readonly creationRound: CreationRound
  }
  /** Of this sender itself. */
  funds(): Promise<SenderFunds>
}

/** Limits on what an orchestrator may ask. */
export interface SenderSettings {
  /** Highest expected value of one ticket. */
  readonly maxTicketEvWei: bigint
  /** Highest expected value of the tickets of one payment. */
  readonly maxTotalEvWei: bigint
  /** A face value may be the deposit divided by this (whole number). */
  readonly depositMultiplier: number
}

export interface TicketSenderOptions {
  readonly scheme: TicketScheme
  readonly settings: SenderSettings
  /** Highest nonce under one secret number: recipients of the live network take fewer than 600. */
  readonly maxNonce?: number
  readonly maxTrackedParams?: number
}

export interface TicketSenderDependencies {
  readonly signer: Signer
  readonly chain: SenderChain
}

export interface BatchRequest {
  readonly params: TicketParams | undefined
  /** The orchestrator's account on the chain, when it is known: params that pay another are refused. */
  readonly recipient?: Address | undefined
  readonly ticketCount: number
  /** The price of the quote that the params came with, unchanged: they are bound to it. */
  readonly expectedPrice: Price
}

interface NonceCounter {
  last: number
  readonly expirationBlock: bigint
}

/** Writes tickets, within its limits and its funds. */
export class TicketSender {
  readonly #scheme: TicketScheme
  readonly #settings: SenderSettings
  readonly #maxNonce: number
  readonly #maxTrackedParams: number
  readonly #signer: Signer
  readonly #chain: SenderChain
  readonly #counters = new Map<string, NonceCounter>()

  constructor(options: TicketSenderOptions, { signer, chain }: TicketSenderDependencies) {
    this.#scheme = options.scheme
    this.#settings = options.settings
    this.#maxNonce = options.maxNonce ?? 599
    this.#maxTrackedParams = options.maxTrackedParams ?? 50_000
    this.#signer = signer
    this.#chain = chain
  }

  get address(): Address {
    return this.#signer.address
  }

  /**
   * Refuses params that should not be paid with, before any work is ordered.
   * @returns the exact expected value of one ticket in wei; zero when the work is free
   * @throws {TicketParamsMissingError | MalformedTicketParamsError | ExpirationBlockMissingError}
   * @throws {UnexpectedRecipientError} when they pay another account
   * @throws {TicketParamsExpiredError} when they expire by the next block: ask for new ones
   * @throws {FaceValueTooLowError | TicketEvTooHighError} when they are beyond the limits
   * @throws {SenderFundsError} when the own funds are too low or unlocking: the owner has to act
   */
  async validateParams({ params, recipient }: Pick<BatchRequest, 'params' | 'recipient'>): Promise<Fraction> {
    const checked = this.#checkUsable(params, recipient)
    const ticketEv = expectedValueWei(checked)
    if (ticketEv.isZero()) return ticketEv
    this.#checkLimits(checked, ticketEv)
    await this.#checkFunds(checked)
    return ticketEv
  }

  /**
   * Signs the next tickets of these params. No tickets make a payment without params.
   * @throws what `validateParams` throws
   * @throws {TotalEvTooHighError} when they are worth more than may be sent at once
   * @throws {NoncesExhaustedError} when the params are used up: ask for new ones
   */
  async createBatch(request: BatchRequest): Promise<Payment> {
    const { params, ticketCount, expectedPrice } = request
    const sender = this.#signer.address
    if (!Number.isSafeInteger(ticketCount) || ticketCount < 0) {
      throw new RangeError('The number of tickets is a whole number from zero.')
    }
    if (ticketCount === 0) return { sender, params: undefined, tickets: [], expectedPrice }
    const ticketEv = await this.validateParams(request)
    if (params === undefined) throw new TicketParamsMissingError()
    this.#checkTotal(ticketEv, ticketCount)

    const used = this.#withRound(params)
    const first = this.#takeNonces(used, ticketCount)
    const tickets = []
    for (let senderNonce = first; senderNonce < first + ticketCount; senderNonce++) {
      const ticket = ticketOf(used, sender, senderNonce)
      tickets.push({ senderNonce, signature: await signTicket(this.#scheme, ticket, this.#signer) })
    }
    return { sender, params: used, tickets, expectedPrice }
  }

  /** How many tickets these params are still good for. */
  ticketsLeft({ recipientRandHash }: Pick<TicketParams, 'recipientRandHash'>): number {
    return this.#maxNonce - (this.#counters.get(recipientRandHash.toLowerCase())?.last ?? 0)
  }

  #checkUsable(params: TicketParams | undefined, recipient: Address | undefined): TicketParams {
    if (params === undefined) throw new TicketParamsMissingError()
    const field = malformedField(params)
    if (field !== undefined) throw new MalformedTicketParamsError({ field })
    if (recipient !== undefined && !isSameAddress(params.recipient, recipient)) {
      throw new UnexpectedRecipientError({ recipient: params.recipient, expected: recipient })
    }
    const { expirationBlock } = params
    if (expirationBlock === 0n) throw new ExpirationBlockMissingError()
    const { latestBlock } = this.#chain.head()
    if (expirationBlock - latestBlock <= 1n)
      throw new TicketParamsExpiredError({ expirationBlock, latestBlock })
    return params
  }

  #checkLimits({ faceValueWei }: TicketParams, ticketEv: Fraction): void {
    const ticketEvWei = ticketEv.ceil()
    const { maxTicketEvWei } = this.#settings
    if (!ticketEv.isLessThan(Fraction.of(faceValueWei))) {
      throw new FaceValueTooLowError({ faceValueWei, ticketEvWei })
    }
    if (Fraction.of(maxTicketEvWei).isLessThan(ticketEv)) {
      throw new TicketEvTooHighError({ ticketEvWei, maxTicketEvWei })
    }
  }

  async #checkFunds({ faceValueWei }: TicketParams): Promise<void> {
    const funds = await this.#chain.funds()
    assertLockedReserve(funds, this.#chain.head().currentRound)
    assertDeposit(funds)
    const maxFaceValueWei = funds.depositWei / BigInt(this.#settings.depositMultiplier)
    if (faceValueWei > maxFaceValueWei) {
      throw new FaceValueAboveDepositError({ faceValueWei, maxFaceValueWei, depositWei: funds.depositWei })
    }
  }

  #checkTotal(ticketEv: Fraction, ticketCount: number): void {
    const total = ticketEv.times(BigInt(ticketCount))
    const { maxTotalEvWei } = this.#settings
    if (Fraction.of(maxTotalEvWei).isLessThan(total)) {
      throw new TotalEvTooHighError({ ticketCount, totalEvWei: total.ceil(), maxTotalEvWei })
    }
  }

  // An orchestrator may leave the round to us.
  #withRound(params: TicketParams): TicketParams {
    const isGiven = params.creationRound !== 0n || params.creationRoundBlockHash !== zeroHash
    return isGiven ? params : { ...params, ...this.#chain.head().creationRound }
  }

  /** Synchronous, so that payments in parallel never share a nonce. @returns the first of them */
  #takeNonces({ recipientRandHash, expirationBlock }: TicketParams, ticketCount: number): number {
    const key = recipientRandHash.toLowerCase()
    const counter = this.#counters.get(key) ?? { last: 0, expirationBlock }
    const left = this.#maxNonce - counter.last
    if (ticketCount > left) throw new NoncesExhaustedError({ ticketCount, left, maxNonce: this.#maxNonce })
    if (!this.#counters.has(key)) {
      this.#makeRoom()
      this.#counters.set(key, counter)
    }
    const first = counter.last + 1
    counter.last += ticketCount
    return first
  }

  #makeRoom(): void {
    if (this.#counters.size < this.#maxTrackedParams) return
    const { latestBlock } = this.#chain.head()
    for (const [key, { expirationBlock }] of this.#counters) {
      if (expirationBlock <= latestBlock) this.#counters.delete(key)
    }
    // Should all still be valid, the oldest goes: a nonce used again makes the very same ticket, which cannot pay twice.
    const oldest = this.#counters.keys().next()
    if (this.#counters.size >= this.#maxTrackedParams && !oldest.done) this.#counters.delete(oldest.value)
  }
}
