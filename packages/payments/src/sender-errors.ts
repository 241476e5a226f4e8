import type { Address } from '@millrace/crypto'
import { PaymentError } from './errors.ts'

export class TicketParamsMissingError extends PaymentError {
  override name = 'TicketParamsMissingError'
  readonly code = 'TICKET_PARAMS_MISSING'
  readonly wireText = 'ticketParams is nil'

  constructor() {
    super('The orchestrator sent no ticket params.')
  }
}

/** Without an expiration the limits on expected value could be passed by: such params are never used. */
export class ExpirationBlockMissingError extends PaymentError {
  override name = 'ExpirationBlockMissingError'
  readonly code = 'EXPIRATION_BLOCK_MISSING'
  readonly wireText = 'ticketParams expiration block is 0'

  constructor() {
    super('The ticket params have no expiration block.')
  }
}

/** Thrown when a field of the ticket params has no place in a ticket. */
export class MalformedTicketParamsError extends PaymentError {
  override name = 'MalformedTicketParamsError'
  readonly code = 'MALFORMED_TICKET_PARAMS'
  readonly wireText = 'invalid ticketParams'

  constructor({ field }: { field: string }) {
    super(`The ticket params have an impossible ${field}.`, { meta: { field } })
  }
}

/** Thrown when the ticket params pay another account than the orchestrator that was chosen. */
export class UnexpectedRecipientError extends PaymentError {
  override name = 'UnexpectedRecipientError'
  readonly code = 'UNEXPECTED_RECIPIENT'
  readonly wireText = 'invalid ticket recipient'

  constructor({ recipient, expected }: { recipient: string; expected: Address }) {
    super(`The ticket params pay ${recipient}, not ${expected}.`, { meta: { recipient, expected } })
  }
}

/** Thrown when a ticket is worth its face value each time: that is no lottery, and redeeming would eat the funds. */
export class FaceValueTooLowError extends PaymentError {
  override name = 'FaceValueTooLowError'
  readonly code = 'FACE_VALUE_TOO_LOW'
  readonly wireText = 'ticket faceValue too low'

  constructor({ faceValueWei, ticketEvWei }: { faceValueWei: bigint; ticketEvWei: bigint }) {
    super(`A ticket of ${faceValueWei} wei with an expected value of ${ticketEvWei} wei always wins.`, {
      meta: { faceValueWei, ticketEvWei },
    })
  }
}

export class TicketEvTooHighError extends PaymentError {
  override name = 'TicketEvTooHighError'
  readonly code = 'TICKET_EV_TOO_HIGH'
  readonly wireText = 'ticket EV higher than max EV'

  constructor({ ticketEvWei, maxTicketEvWei }: { ticketEvWei: bigint; maxTicketEvWei: bigint }) {
    super(`A ticket's expected value of ${ticketEvWei} wei is above the maximum of ${maxTicketEvWei} wei.`, {
      meta: { ticketEvWei, maxTicketEvWei },
    })
  }
}

export class TotalEvTooHighError extends PaymentError {
  override name = 'TotalEvTooHighError'
  readonly code = 'TOTAL_EV_TOO_HIGH'
  readonly wireText = 'total ticket EV higher than max total EV'

  constructor(facts: { ticketCount: number; totalEvWei: bigint; maxTotalEvWei: bigint }) {
    super(
      `${facts.ticketCount} tickets worth ${facts.totalEvWei} wei are above the maximum of ${facts.maxTotalEvWei} wei at once.`,
      { meta: { ...facts } },
    )
  }
}

/**
 * Thrown when ticket params have no room for the tickets, as recipients take a limited number of them. New params help,
 * unless the payment alone is too many.
 */
export class NoncesExhaustedError extends PaymentError {
  override name = 'NoncesExhaustedError'
  readonly code = 'NONCES_EXHAUSTED'
  readonly wireText = 'invalid ticket senderNonce: too many values'
  override readonly retryable: boolean

  constructor({ ticketCount, left, maxNonce }: { ticketCount: number; left: number; maxNonce: number }) {
    super(`These ticket params have room for ${left} more tickets, and ${ticketCount} are needed.`, {
      meta: { ticketCount, left, maxNonce },
    })
    this.retryable = ticketCount <= maxNonce
  }
}
