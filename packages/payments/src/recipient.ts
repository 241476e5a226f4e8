import { createSecretKey, type KeyObject } from 'node:crypto'
import { type Address, isSameAddress, toChecksumAddress, zeroAddress } from '@millrace/crypto'
import type { Account, Balances } from './balances.ts'
import { InsufficientBalanceError, InvalidPriceError, PaymentError } from './errors.ts'
import { Fraction } from './fraction.ts'
import { assertLockedReserve, assertNotUnlocking, maxFloatWei } from './funds.ts'
import type { NonceStore } from './nonces.ts'
import {
  deriveRecipientRand,
  expectedValueWei,
  faceValueFor,
  type TicketSettings,
  winProbFor,
} from './params.ts'
import type { Payment } from './payment.ts'
import { createPrice, feeWei, formatPrice, isFree, type Price, withRedemptionOverhead } from './price.ts'
import {
  InvalidRecipientRandError,
  InvalidTicketRecipientError,
  InvalidTicketSenderError,
  NoCreationRoundError,
  RecipientInactiveError,
  SenderMissingError,
  TooManyTicketsError,
  UnexpectedPriceError,
} from './recipient-errors.ts'
import type { PaymentBook, PaymentReceipt, RecipientChain, RecipientHead } from './recipient-ports.ts'
import { MalformedTicketParamsError } from './sender-errors.ts'
import { type TicketParams, zeroHash } from './ticket.ts'
import { TicketIntake } from './ticket-intake.ts'
import type { TicketScheme } from './ticket-scheme.ts'
import { isAddress, malformedField } from './well-formed.ts'

export interface TicketRecipientOptions {
  readonly scheme: TicketScheme
  /** The account that is paid; the node's own key may be another. */
  readonly recipient: Address
  /** 32 secret bytes. Tickets in flight are worth nothing under another secret, so it is kept over restarts. */
  readonly secret: Uint8Array
  readonly settings: TicketSettings
  /** Tickets that one payment may have. */
  readonly maxTicketsPerPayment?: number
}

export interface TicketRecipientDependencies {
  readonly chain: RecipientChain
  readonly nonces: NonceStore
  /** Those that the book credits. */
  readonly balances: Balances
  readonly book: PaymentBook
  /** Cryptographically random bytes. */
  readonly randomBytes: (length: number) => Uint8Array
}

/** The session that a payment is for. */
export interface PaidSession {
  readonly sessionId: string
  readonly nowMs: number
  /** What this sender is asked now, to tell a payment at another price from one with params that are not ours. */
  readonly quotedPrice?: Price
}

/** Offers ticket params to senders, takes their tickets, credits them, and keeps the winners. */
export class TicketRecipient {
  readonly #scheme: TicketScheme
  readonly #recipient: Address
  /** Bytes would be made a key anew for each number, which takes longer than the number. */
  readonly #secret: KeyObject
  readonly #settings: TicketSettings
  readonly #maxTickets: number
  readonly #dependencies: TicketRecipientDependencies
  #highestBlock = 0n

  constructor(options: TicketRecipientOptions, dependencies: TicketRecipientDependencies) {
    if (options.secret.length !== 32) throw new RangeError('The ticket secret has 32 bytes.')
    this.#scheme = options.scheme
    this.#recipient = toChecksumAddress(options.recipient)
    this.#secret = createSecretKey(options.secret)
    this.#settings = options.settings
    this.#maxTickets = options.maxTicketsPerPayment ?? 600
    this.#dependencies = dependencies
  }

  /**
   * The price for this sender, with the cost of redeeming its tickets spread over them.
   * @throws {InsufficientReserveError | MaxFaceValueTooLowError | FaceValueBelowTxCostError} as `issueParams`
   */
  async quotePrice(sender: Address, basePrice: Price): Promise<Price> {
    if (isFree(basePrice)) return basePrice
    const txCostWei = this.#settings.redeemGas * this.#head().gasPriceWei
    return withRedemptionOverhead(basePrice, { txCostWei, faceValueWei: await this.#faceValue(sender) })
  }

  /**
   * New ticket params for a sender at a price; they are worth nothing to another sender or at another price.
   * @throws {SenderUnlockingError} when it may withdraw its funds by the next round
   * @throws {InsufficientReserveError} when the sender's reserve is too low
   * @throws {MaxFaceValueTooLowError} when our own limit is
   * @throws {FaceValueBelowTxCostError} when our own multiplier is
   * @throws {NoCreationRoundError} when no round with a block hash is known
   */
  async issueParams(sender: Address, price: Price): Promise<TicketParams> {
    const faceValueWei = isFree(price) ? 0n : await this.#faceValue(sender)
    const head = this.#head()
    const round = head.creationRounds.find(
      ({ creationRoundBlockHash }) => creationRoundBlockHash !== zeroHash,
    )
    if (round === undefined && faceValueWei > 0n) throw new NoCreationRoundError()
    const params = {
      recipient: this.#recipient,
      faceValueWei,
      winProb: winProbFor(faceValueWei, this.#settings.ticketEvWei),
      seed: this.#dependencies.randomBytes(32),
      expirationBlock: head.latestBlock + this.#settings.ticketExpiryBlocks,
      creationRound: round?.creationRound ?? 0n,
      creationRoundBlockHash: round?.creationRoundBlockHash ?? zeroHash,
    }
    const recipientRand = this.#rand(params, sender, createPrice(price.weiPerUnit, price.pixelsPerUnit))
    return { ...params, recipientRandHash: this.#scheme.recipientRandHash(recipientRand) }
  }

  /**
   * Checks a payment's tickets and credits them to (sender, session). Never throws for what a peer sent: see `error`
   * of the receipt. All that it brings is on disk when it returns.
   * @throws what the book or the chain throws; nothing is credited then, and the same
   * tickets may be sent again
   */
  async receive(payment: Payment, session: PaidSession): Promise<PaymentReceipt> {
    if (payment.params === undefined) return refusedReceipt(undefined)
    try {
      return await this.#receiveTickets(payment, payment.params, session)
    } catch (error) {
      if (error instanceof PaymentError) return refusedReceipt(error)
      throw error
    }
  }

  /**
   * Refuses to begin work for a session whose balance does not cover one ticket's expected value.
   * The price is the session's fixed one, and our own quote before there is one: what a payment claims as its price
   * plays no part.
   * @throws {InsufficientBalanceError} when it does not
   */
  assertFunded(account: Account, { quotedPrice, nowMs }: { quotedPrice: Price; nowMs: number }): void {
    const { balances } = this.#dependencies
    if (isFree(balances.fixedPrice(account, nowMs) ?? quotedPrice)) return
    const balance = balances.balance(account, nowMs)
    const neededWei = this.#settings.ticketEvWei
    if (balance.isLessThan(Fraction.of(neededWei))) {
      throw new InsufficientBalanceError({ sender: account.peer, balanceWei: balance.floor(), neededWei })
    }
  }

  /**
   * Debits finished work at the session's price; a session that never paid, since work was free, keeps that price too.
   * @returns the new balance, which may be below zero
   */
  debit(account: Account, work: { pixels: bigint; quotedPrice: Price; nowMs: number }): Fraction {
    const { balances } = this.#dependencies
    const price = balances.fixPrice(account, work.quotedPrice, work.nowMs)
    return balances.debit(account, feeWei(price, work.pixels), work.nowMs)
  }

  async #receiveTickets(
    payment: Payment,
    params: TicketParams,
    session: PaidSession,
  ): Promise<PaymentReceipt> {
    const { sessionId, nowMs } = session
    const { sender, price, recipientRand } = await this.#admit(payment, params, session)
    const { nonces, book, balances } = this.#dependencies
    const account = { peer: sender, sessionId }
    balances.fixPrice(account, price, nowMs)

    const { latestBlock } = this.#head()
    const lateWinnersUntil = params.expirationBlock + this.#settings.ticketExpiryBlocks
    const context = {
      scheme: this.#scheme,
      nonces,
      params,
      sender,
      recipientRand,
      latestBlock,
      lateWinnersUntil,
    }
    const intake = new TicketIntake(context)
    for (const signed of payment.tickets) intake.add(signed)
    const creditedWei = expectedValueWei(params).times(BigInt(intake.creditedCount))
    try {
      const { winners, claimed } = intake
      await book.record({ account, creditWei: creditedWei, winners, nonces: claimed, nowMs })
    } catch (cause) {
      intake.release()
      throw cause
    }
    return {
      creditedWei,
      creditedTickets: intake.creditedCount,
      winners: intake.winners.map(({ ticket }) => ticket),
      faults: intake.faults,
      error: intake.faults[0]?.error,
    }
  }

  /** All that can be said of a payment without looking at its tickets. */
  async #admit(payment: Payment, params: TicketParams, session: PaidSession) {
    if (payment.sender === undefined || payment.sender === zeroAddress) throw new SenderMissingError()
    if (!isAddress(payment.sender)) throw new InvalidTicketSenderError()
    const sender = toChecksumAddress(payment.sender)
    const { isRecipientActive, currentRound } = this.#head()
    if (!isRecipientActive) {
      throw new RecipientInactiveError({ recipient: this.#recipient, round: currentRound })
    }
    const price = checkedPrice(payment.expectedPrice)
    if (payment.tickets.length > this.#maxTickets) {
      throw new TooManyTicketsError({ ticketCount: payment.tickets.length, maxTickets: this.#maxTickets })
    }
    if (params.faceValueWei > 0n) {
      assertLockedReserve(await this.#dependencies.chain.senderFacts(sender), currentRound)
    }
    if (!isSameAddress(params.recipient, this.#recipient)) {
      throw new InvalidTicketRecipientError({
        recipient: params.recipient.slice(0, 42),
        expected: this.#recipient,
      })
    }
    const field = malformedField(params)
    if (field !== undefined) throw new MalformedTicketParamsError({ field })
    const recipientRand = this.#rand(params, sender, price)
    if (!this.#isRandOf(recipientRand, params)) throw this.#foreignParams(params, { sender, price, session })
    return { sender, price, recipientRand }
  }

  #isRandOf(recipientRand: bigint, { recipientRandHash }: TicketParams): boolean {
    return this.#scheme.recipientRandHash(recipientRand) === recipientRandHash.toLowerCase()
  }

  /** Why params do not fit the secret: they were issued at another price, or not here at all. */
  #foreignParams(
    params: TicketParams,
    { sender, price, session }: { sender: Address; price: Price; session: PaidSession },
  ): PaymentError {
    const { sessionId, nowMs, quotedPrice } = session
    const fixed = this.#dependencies.balances.fixedPrice({ peer: sender, sessionId }, nowMs)
    for (const quoted of [fixed, quotedPrice]) {
      if (quoted === undefined || !this.#isRandOf(this.#rand(params, sender, quoted), params)) continue
      return new UnexpectedPriceError({ price: formatPrice(price), quoted: formatPrice(quoted) })
    }
    return new InvalidRecipientRandError()
  }

  #rand(params: Omit<TicketParams, 'recipientRandHash'>, sender: Address, price: Price): bigint {
    return deriveRecipientRand({ scheme: this.#scheme, secret: this.#secret }, { params, sender, price })
  }

  async #faceValue(sender: Address): Promise<bigint> {
    const facts = await this.#dependencies.chain.senderFacts(sender)
    const { gasPriceWei, currentRound } = this.#head()
    // Its reserve may be there still, but not when the tickets are redeemed.
    assertNotUnlocking(facts, currentRound)
    return faceValueFor(this.#settings, { maxFloatWei: maxFloatWei(facts), gasPriceWei })
  }

  /** The head, never behind one seen before: nonces of expired params are forgotten and must not come back. */
  #head(): RecipientHead {
    const head = this.#dependencies.chain.head()
    if (head.latestBlock > this.#highestBlock) {
      this.#highestBlock = head.latestBlock
      const keepFrom = head.latestBlock - this.#settings.ticketExpiryBlocks
      if (keepFrom > 0n) this.#dependencies.nonces.prune(keepFrom)
    }
    return { ...head, latestBlock: this.#highestBlock }
  }
}

function checkedPrice(price: Price | undefined): Price {
  if (price === undefined) throw new InvalidPriceError({ weiPerUnit: 0n, pixelsPerUnit: 0n })
  return createPrice(price.weiPerUnit, price.pixelsPerUnit)
}

function refusedReceipt(error: PaymentError | undefined): PaymentReceipt {
  return { creditedWei: Fraction.zero, creditedTickets: 0, winners: [], faults: [], error }
}
