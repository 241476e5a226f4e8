import { BaseError } from '@millrace/common/errors'

/** Thrown when a node answers that it could not do what was asked; code and message are the node's own. */
export class OperatorAnswerError extends BaseError {
  override name = 'OperatorAnswerError'
  readonly code: string
  /** Of HTTP. */
  readonly status: number

  constructor({ status, code, message }: { status: number; code: string; message: string }) {
    super(message, { meta: { status } })
    this.code = code
    this.status = status
  }
}

/** Thrown when nobody answers at the URL of an operator API. */
export class OperatorUnreachableError extends BaseError {
  override name = 'OperatorUnreachableError'
  readonly code = 'OPERATOR_UNREACHABLE'
  override readonly retryable = true

  constructor({ url, cause }: { url: string; cause: unknown }) {
    super(`No node answers at ${url}.`, { cause, meta: { url } })
  }
}
