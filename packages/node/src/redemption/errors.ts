import { BaseError } from '@millrace/common'

/** Thrown when the contract will never pay a ticket. */
export class RedemptionRefusedError extends BaseError {
  override name = 'RedemptionRefusedError'
  readonly code = 'REDEMPTION_REFUSED'

  constructor({ ticketHash, reason, cause }: { ticketHash: string; reason: string; cause?: unknown }) {
    super(`The contract will never pay ticket ${ticketHash}: ${reason}.`, { cause, meta: { ticketHash } })
  }
}

/** Thrown when winners bring less than their transaction would cost now. */
export class RedemptionUnprofitableError extends BaseError {
  override name = 'RedemptionUnprofitableError'
  readonly code = 'REDEMPTION_UNPROFITABLE'
  override readonly retryable = true

  constructor({ faceValueWei, txCostWei }: { faceValueWei: bigint; txCostWei: bigint }) {
    super(`Redeeming would cost ${txCostWei} wei and bring ${faceValueWei} wei.`, {
      meta: { faceValueWei, txCostWei },
    })
  }
}
