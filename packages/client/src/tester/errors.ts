import { BaseError } from '@millrace/common/errors'

/** Thrown when a tester does not tell how orchestrators did. */
export class TesterUnavailableError extends BaseError {
  override name = 'TesterUnavailableError'
  readonly code = 'TESTER_UNAVAILABLE'
  override readonly retryable = true

  constructor({ url, status, cause }: { url: string; status?: number; cause?: unknown }) {
    super(
      status === undefined ? `No tester answers at ${url}.` : `The tester at ${url} answered ${status}.`,
      { cause, meta: { url } },
    )
  }
}
