import { BaseError } from '@millrace/common'

/** Thrown when a batch was mined and passed over one of its tickets, which had looked good before. */
export class PassedOverError extends BaseError {
  override name = 'PassedOverError'
  readonly code = 'PASSED_OVER'
  override readonly retryable = true

  constructor({ ticketHash, txHash }: { ticketHash: string; txHash: string }) {
    super(`Transaction ${txHash} passed over ticket ${ticketHash}.`, { meta: { ticketHash, txHash } })
  }
}

/** Thrown when the contract will never pay a ticket. */
export class RedemptionRefusedError extends BaseError {
  override name = 'RedemptionRefusedError'
  readonly code = 'REDEMPTION_REFUSED'

  constructor({ ticketHash, reason, cause }: { ticketHash: string; reason: string; cause?: unknown }) {
    super(`The contract will never pay ticket ${ticketHash}: ${reason}.`, { cause, meta: { ticketHash } })
  }
}
