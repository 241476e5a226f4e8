import { BaseError } from '@millrace/common/errors'

/** Thrown when an indexer answers that it could not do what was asked; code and message are the indexer's own. */
export class IndexerAnswerError extends BaseError {
  override name = 'IndexerAnswerError'
  readonly code: string
  /** Of HTTP. */
  readonly status: number

  constructor({ status, code, message }: { status: number; code: string; message: string }) {
    super(message, { meta: { status } })
    this.code = code
    this.status = status
  }
}

/** Thrown when nobody answers at an indexer's URL. */
export class IndexerUnreachableError extends BaseError {
  override name = 'IndexerUnreachableError'
  readonly code = 'INDEXER_UNREACHABLE'
  override readonly retryable = true

  constructor({ url, cause }: { url: string; cause: unknown }) {
    super(`No indexer answers at ${url}.`, { cause, meta: { url } })
  }
}
