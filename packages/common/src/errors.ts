export type ErrorMeta = Readonly<Record<string, string | number | bigint | boolean | null | undefined>>

export interface BaseErrorOptions {
  readonly meta?: ErrorMeta | undefined
  readonly cause?: unknown
}

/**
 * Root of all errors a caller may react to. Decide by `code` or class, never by message.
 * Subclasses take facts in their constructor and write the sentence themselves.
 */
export abstract class BaseError extends Error {
  abstract readonly code: string
  /** Whether the same call may succeed later or elsewhere. */
  readonly retryable: boolean = false
  readonly meta: ErrorMeta

  constructor(message: string, { meta = {}, cause }: BaseErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.meta = meta
  }
}
