import type { Address } from '@millrace/crypto'
import { PaymentError } from './errors.ts'

interface FaceValueShortfall {
  readonly faceValueWei: bigint
  readonly limitWei: bigint
  readonly neededWei: bigint
  /** What the face value has to reach. */
  readonly need: 'ticket-ev' | 'tx-cost'
}

const needNames = { 'ticket-ev': 'the expected value of a ticket', 'tx-cost': 'the cost of redeeming it' }

/** Thrown when the sender's reserve (its max float) allows no ticket worth redeeming. */
export class InsufficientReserveError extends PaymentError {
  override name = 'InsufficientReserveError'
  readonly code = 'INSUFFICIENT_SENDER_RESERVE'
  readonly wireText = 'insufficient sender reserve'
  override readonly retryable = true

  constructor({ faceValueWei, limitWei, neededWei, need }: FaceValueShortfall) {
    super(
      `The sender's reserve allows tickets of ${limitWei} wei, which is less than ${needNames[need]}, ${neededWei} wei.`,
      { meta: { faceValueWei, maxFloatWei: limitWei, neededWei, need } },
    )
  }
}

/** Thrown when our own limit on face values allows no ticket worth redeeming. */
export class MaxFaceValueTooLowError extends PaymentError {
  override name = 'MaxFaceValueTooLowError'
  readonly code = 'MAX_FACE_VALUE_TOO_LOW'
  readonly wireText = 'insufficient sender reserve'

  constructor({ faceValueWei, limitWei, neededWei, need }: FaceValueShortfall) {
    super(
      `The setting maxFaceValueWei, ${limitWei}, is less than ${needNames[need]}, ${neededWei} wei: raise it.`,
      { meta: { faceValueWei, maxFaceValueWei: limitWei, neededWei, need } },
    )
  }
}

/** Thrown when the settings themselves make tickets that cost more to redeem than they pay. */
export class FaceValueBelowTxCostError extends PaymentError {
  override name = 'FaceValueBelowTxCostError'
  readonly code = 'FACE_VALUE_BELOW_TX_COST'
  readonly wireText = 'insufficient sender reserve'

  constructor({ faceValueWei, neededWei }: { faceValueWei: bigint; neededWei: bigint }) {
    super(
      `Tickets of ${faceValueWei} wei do not pay the ${neededWei} wei that redeeming costs: raise txCostMultiplier.`,
      { meta: { faceValueWei, neededWei } },
    )
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

/** Also what changed params, another price and another expiration look like: all are bound to the secret number. */
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
