import type { Address } from '@millrace/crypto'
import { PaymentError } from './errors.ts'

/** Thrown when the sender's reserve (its max float) is not above the expected value of one ticket. */
export class InsufficientReserveError extends PaymentError {
  override name = 'InsufficientReserveError'
  readonly code = 'INSUFFICIENT_SENDER_RESERVE'
  readonly wireText = 'insufficient sender reserve'
  override readonly retryable = true

  constructor({ maxFloatWei, ticketEvWei }: { maxFloatWei: bigint; ticketEvWei: bigint }) {
    super(
      `The sender's reserve allows tickets of ${maxFloatWei} wei, not more than the expected value of one, ${ticketEvWei} wei.`,
      { meta: { maxFloatWei, ticketEvWei } },
    )
  }
}

/** Thrown when our own limit on face values is not above the expected value of one ticket. */
export class MaxFaceValueTooLowError extends PaymentError {
  override name = 'MaxFaceValueTooLowError'
  readonly code = 'MAX_FACE_VALUE_TOO_LOW'
  readonly wireText = 'max faceValue of the orchestrator too low'

  constructor({ maxFaceValueWei, ticketEvWei }: { maxFaceValueWei: bigint; ticketEvWei: bigint }) {
    super(
      `The setting maxFaceValueWei, ${maxFaceValueWei}, is not above the expected value of a ticket, ${ticketEvWei} wei.`,
      { meta: { maxFaceValueWei, ticketEvWei } },
    )
  }
}

/** What keeps a face value low. */
export type FaceValueBound = 'sender-reserve' | 'maxFaceValueWei' | 'txCostMultiplier'

const boundNames: Readonly<Record<FaceValueBound, string>> = {
  'sender-reserve': "the sender's reserve",
  maxFaceValueWei: 'the setting maxFaceValueWei',
  txCostMultiplier: 'the setting txCostMultiplier',
}

/** Each cause has its own code and its own text: a sender can only mend its reserve. */
const belowTxCost = {
  'sender-reserve': {
    code: 'SENDER_RESERVE_BELOW_TX_COST',
    wireText: 'insufficient sender reserve for redeem tx cost',
  },
  maxFaceValueWei: {
    code: 'MAX_FACE_VALUE_BELOW_TX_COST',
    wireText: 'max faceValue of the orchestrator below redeem tx cost',
  },
  txCostMultiplier: {
    code: 'FACE_VALUE_BELOW_TX_COST',
    wireText: 'ticket faceValue below redeem tx cost',
  },
} as const satisfies Readonly<Record<FaceValueBound, { code: string; wireText: string }>>

/** Thrown when a ticket would cost more to redeem than it pays, now and at the usual gas price. */
export class FaceValueBelowTxCostError extends PaymentError {
  override name = 'FaceValueBelowTxCostError'
  readonly code: (typeof belowTxCost)[FaceValueBound]['code']
  readonly wireText: string
  override readonly retryable = true

  constructor({
    faceValueWei,
    txCostWei,
    bound,
  }: { faceValueWei: bigint; txCostWei: bigint; bound: FaceValueBound }) {
    super(
      `Tickets are ${faceValueWei} wei by ${boundNames[bound]}, less than the ${txCostWei} wei that redeeming one costs.`,
      { meta: { faceValueWei, txCostWei, bound } },
    )
    this.code = belowTxCost[bound].code
    this.wireText = belowTxCost[bound].wireText
  }
}

/** Thrown when no initialised round is known with its block hash, so that no ticket could be redeemed. */
export class NoCreationRoundError extends PaymentError {
  override name = 'NoCreationRoundError'
  readonly code = 'NO_CREATION_ROUND'
  readonly wireText = 'creationRound does not have a block hash'
  override readonly retryable = true

  constructor() {
    super('No initialised round with a block hash is known yet.')
  }
}

export class SenderMissingError extends PaymentError {
  override name = 'SenderMissingError'
  readonly code = 'PAYMENT_SENDER_MISSING'
  readonly wireText = 'Could not find Sender for payment'

  constructor() {
    super('The payment names no sender.')
  }
}

export class RecipientInactiveError extends PaymentError {
  override name = 'RecipientInactiveError'
  readonly code = 'RECIPIENT_INACTIVE'
  readonly wireText: string
  override readonly retryable = true

  constructor({ recipient, round }: { recipient: Address; round: bigint }) {
    const text = `orchestrator ${recipient} is inactive in round ${round}, cannot process payments`
    super(`The ${text}.`, { meta: { recipient, round } })
    this.wireText = text
  }
}

export class TooManyTicketsError extends PaymentError {
  override name = 'TooManyTicketsError'
  readonly code = 'TOO_MANY_TICKETS'
  readonly wireText = 'too many tickets'

  constructor({ ticketCount, maxTickets }: { ticketCount: number; maxTickets: number }) {
    super(`The payment has ${ticketCount} tickets, and ${maxTickets} are allowed.`, {
      meta: { ticketCount, maxTickets },
    })
  }
}

export class InvalidTicketRecipientError extends PaymentError {
  override name = 'InvalidTicketRecipientError'
  readonly code = 'INVALID_TICKET_RECIPIENT'
  readonly wireText = 'invalid ticket recipient'

  constructor({ recipient, expected }: { recipient: string; expected: Address }) {
    super(`The ticket pays ${recipient}, not ${expected}.`, { meta: { recipient, expected } })
  }
}

export class InvalidTicketSenderError extends PaymentError {
  override name = 'InvalidTicketSenderError'
  readonly code = 'INVALID_TICKET_SENDER'
  readonly wireText = 'invalid ticket sender'

  constructor() {
    super('The sender of the ticket is not an account.')
  }
}

/** Thrown when the params were issued here, but at another price than the payment names. */
export class UnexpectedPriceError extends PaymentError {
  override name = 'UnexpectedPriceError'
  readonly code = 'UNEXPECTED_PRICE'
  readonly wireText = 'invalid recipientRand for ticket recipientRandHash'

  constructor({ price, quoted }: { price: string; quoted: string }) {
    super(`The payment expects a price of ${price} wei per pixel, and its params were given at ${quoted}.`, {
      meta: { price, quoted },
    })
  }
}

/** Also what changed params and another expiration look like: all are bound to the secret number. */
export class InvalidRecipientRandError extends PaymentError {
  override name = 'InvalidRecipientRandError'
  readonly code = 'INVALID_RECIPIENT_RAND'
  readonly wireText = 'invalid recipientRand for ticket recipientRandHash'

  constructor() {
    super('These are not ticket params that were issued here for this sender and price.')
  }
}

export class InvalidTicketSignatureError extends PaymentError {
  override name = 'InvalidTicketSignatureError'
  readonly code = 'INVALID_TICKET_SIGNATURE'
  readonly wireText = 'invalid ticket signature'
  override readonly fatal = false

  constructor({ senderNonce }: { senderNonce: number }) {
    super(`The ticket with nonce ${senderNonce} is not signed by its sender.`, { meta: { senderNonce } })
  }
}

export class NonceSeenError extends PaymentError {
  override name = 'NonceSeenError'
  readonly code = 'TICKET_NONCE_SEEN'
  readonly wireText: string
  override readonly fatal = false

  constructor({ senderNonce }: { senderNonce: number }) {
    super(`The ticket with nonce ${senderNonce} was paid before.`, { meta: { senderNonce } })
    this.wireText = `invalid ticket senderNonce: already seen ${senderNonce}`
  }
}

export class TooManyNoncesError extends PaymentError {
  override name = 'TooManyNoncesError'
  readonly code = 'TICKET_NONCES_FULL'
  readonly wireText: string
  override readonly fatal = false
  override readonly retryable = true

  constructor({ senderNonce }: { senderNonce: number }) {
    super(`The ticket with nonce ${senderNonce} is one too many: ask for new ticket params.`, {
      meta: { senderNonce },
    })
    this.wireText = `invalid ticket senderNonce: too many values ${senderNonce}`
  }
}
