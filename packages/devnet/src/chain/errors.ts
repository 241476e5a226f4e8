import { BaseError } from '@millrace/common'

/** Thrown when the chain's saved state cannot be read, nor its last good copy. */
export class ChainStateError extends BaseError {
  override name = 'ChainStateError'
  readonly code = 'CHAIN_STATE'

  constructor({ file, backup, reason }: ChainStateFacts) {
    super(
      `The chain’s saved state ${file} cannot be used, nor its copy ${backup}: ${reason}. ` +
        'Put a good copy there, or move both files away to begin a new chain.',
      { meta: { file, backup, reason } },
    )
  }
}

export interface ChainStateFacts {
  readonly file: string
  readonly backup: string
  readonly reason: string
}

/** Thrown when the embedded chain ends, or says nothing, before it is ready. */
export class ChainStartError extends BaseError {
  override name = 'ChainStartError'
  readonly code = 'CHAIN_START'

  constructor({ reason }: { reason: string }) {
    super(`The embedded chain did not start: ${reason}`, { meta: { reason } })
  }
}

/** Thrown when this platform has no embedded chain. */
export class ChainUnavailableError extends BaseError {
  override name = 'ChainUnavailableError'
  readonly code = 'CHAIN_UNAVAILABLE'

  constructor({ platform, cause }: { platform: string; cause?: unknown }) {
    super(
      `There is no embedded chain for ${platform}. Give the URL of a running one with --rpc-url, or run the set-up again.`,
      {
        cause,
        meta: { platform },
      },
    )
  }
}

/** Thrown when the chain's state could not be saved on request. */
export class ChainSaveError extends BaseError {
  override name = 'ChainSaveError'
  readonly code = 'CHAIN_SAVE'
  override readonly retryable = true

  constructor({ folder, reason }: { folder: string; reason: string }) {
    super(`The chain’s state could not be saved in ${folder}: ${reason}. Is the disk full?`, {
      meta: { folder, reason },
    })
  }
}
