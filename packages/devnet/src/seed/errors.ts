import { BaseError } from '@millrace/common'

/** Thrown when the chain that is to be seeded does not answer, or refuses a call. */
export class SeedChainError extends BaseError {
  override name = 'SeedChainError'
  readonly code = 'SEED_CHAIN'

  /** What a contract reverted with. */
  readonly data: unknown

  constructor({
    method,
    reason,
    data,
    cause,
  }: { method: string; reason: string; data?: unknown; cause?: unknown }) {
    super(`The chain cannot be seeded: ${method} failed: ${reason}`, { cause, meta: { method } })
    this.data = data
  }
}

/** Thrown when a planned call is refused by a contract: the chain is not as the plan expects it. */
export class SeedActionError extends BaseError {
  override name = 'SeedActionError'
  readonly code = 'SEED_ACTION'

  constructor({ round, action, cause }: { round: number; action: string; cause: unknown }) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`The network cannot be seeded: in round ${round} of its history ${action} failed: ${reason}`, {
      cause,
      meta: { round, action },
    })
  }
}

/** Thrown when the protocol on the chain does not allow a seeded history, and says why. */
export class SeedTargetError extends BaseError {
  override name = 'SeedTargetError'
  readonly code = 'SEED_TARGET'

  constructor({ reason }: { reason: string }) {
    super(`This network cannot be seeded: ${reason}`)
  }
}

/** Thrown when a data folder cannot get the history that is wanted. */
export class SeedFolderError extends BaseError {
  override name = 'SeedFolderError'
  readonly code = 'SEED_FOLDER'

  constructor({ folder, reason }: { folder: string; reason: string }) {
    super(
      `The data folder ${folder} cannot be seeded: ${reason}. Remove it, or choose another with --data-dir.`,
      {
        meta: { folder },
      },
    )
  }
}
