import { BaseError } from '@millrace/common'

/** Thrown when the contract will never pay a ticket. */
export class RedemptionRefusedError extends BaseError {
  override name = 'RedemptionRefusedError'
  readonly code = 'REDEMPTION_REFUSED'

  constructor({ ticketHash, reason, cause }: { ticketHash: string; reason: string; cause?: unknown }) {
    super(`The contract will never pay ticket ${ticketHash}: ${reason}.`, { cause, meta: { ticketHash } })
  }
}
