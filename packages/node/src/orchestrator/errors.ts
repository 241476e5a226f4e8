import { BaseError } from '@millrace/common'

/** Thrown when another process already works in the data folder. */
export class DataDirLockedError extends BaseError {
  override name = 'DataDirLockedError'
  readonly code = 'DATA_DIR_LOCKED'

  constructor({ dataDir, cause }: { dataDir: string; cause?: unknown }) {
    super(`The data folder ${dataDir} is in use by another node; give each node its own dataDir.`, {
      cause,
      meta: { dataDir },
    })
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
