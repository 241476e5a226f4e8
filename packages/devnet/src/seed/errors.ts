import { BaseError } from '@millrace/common'

/** Thrown when the chain that is to be seeded does not answer, or refuses a call. */
export class SeedChainError extends BaseError {
  override name = 'SeedChainError'
  readonly code = 'SEED_CHAIN'

  constructor({ method, reason, cause }: { method: string; reason: string; cause?: unknown }) {
    super(`The chain cannot be seeded: ${method} failed: ${reason}`, { cause, meta: { method } })
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
