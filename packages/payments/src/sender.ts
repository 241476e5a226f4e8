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
  TicketEvTooHighError,
  TicketParamsMissingError,
  TotalEvTooHighError,
  UnexpectedRecipientError,
} from './sender-errors.ts'
import type { SenderNonces } from './sender-nonces.ts'
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
}

export interface TicketSenderDependencies {
  readonly signer: Signer
  readonly chain: SenderChain
  /** Those of an earlier run are in it. */
  readonly nonces: SenderNonces
}

export interface BatchRequest {
  readonly params: TicketParams | undefined
  /** The orchestrator's account on the chain, when it is known: params that pay another are refused. */
  readonly recipient?: Address | undefined
  readonly ticketCount: number
  /** The price of the quote that the params came with, unchanged: they are bound to it. */
  readonly expectedPrice: Price
}

/** Writes tickets, within its limits and its funds. */
export class TicketSender {
  readonly #scheme: TicketScheme
  readonly #settings: SenderSettings
  readonly #signer: Signer
  readonly #chain: SenderChain
  readonly #nonces: SenderNonces

  constructor(options: TicketSenderOptions, { signer, chain, nonces }: TicketSenderDependencies) {
    this.#scheme = options.scheme
    this.#settings = options.settings
    this.#signer = signer
    this.#chain = chain
    this.#nonces = nonces
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
    const first = this.#nonces.take(used, ticketCount, this.#chain.head().latestBlock)
    const tickets = []
    for (let senderNonce = first; senderNonce < first + ticketCount; senderNonce++) {
      const ticket = ticketOf(used, sender, senderNonce)
      tickets.push({ senderNonce, signature: await signTicket(this.#scheme, ticket, this.#signer) })
    }
    return { sender, params: used, tickets, expectedPrice }
  }

  /** How many tickets these params are still good for. */
  ticketsLeft(params: Pick<TicketParams, 'recipientRandHash'>): number {
    return this.#nonces.left(params)
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
}
