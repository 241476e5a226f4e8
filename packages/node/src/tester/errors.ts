import { BaseError } from '@millrace/common'

/** Thrown when a payment would exceed what may be spent; `detail` is for people. */
export class SpendBoundError extends BaseError {
  override name = 'SpendBoundError'
  readonly code = 'SPEND_BOUND'

  constructor({ detail }: { detail: string }) {
    super(detail)
  }
}

/** Thrown when an orchestrator could not be measured for a reason that is not its own. */
export class NotMeasuredError extends BaseError {
  override name = 'NotMeasuredError'
  readonly code = 'NOT_MEASURED'
  readonly reason: NotMeasuredReason

  constructor({ reason, detail, cause }: { reason: NotMeasuredReason; detail: string; cause?: unknown }) {
    super(detail, { cause, meta: { reason } })
    this.reason = reason
  }
}

/** Thrown when no test can be made at all; `problem` is for people. */
export class RunRefusedError extends BaseError {
  override name = 'RunRefusedError'
  readonly code = 'RUN_REFUSED'
  override readonly retryable = true

  constructor({ problem }: { problem: string }) {
    super(`No test is made: ${problem}.`)
  }
}

export type NotMeasuredReason =
  /** What may be spent in the run or the day is spent. */
  | 'SPEND_BOUND'
  /** It asks more than is paid at the most. */
  | 'PRICE_TOO_HIGH'
  /** Deposit or reserve of the tester do not do. */
  | 'OWN_FUNDS'
  /** The run was ended. */
  | 'ENDED'

/** Thrown when what an orchestrator gave is of no use; `code` says why. */
export class BadResultError extends BaseError {
  override name = 'BadResultError'
  readonly code: 'NOT_SIGNED' | 'UNREADABLE' | 'BAD_TERMS'

  constructor({ code, problem, cause }: { code: BadResultError['code']; problem: string; cause?: unknown }) {
    super(`It cannot be used: ${problem}.`, { cause })
    this.code = code
  }
}
