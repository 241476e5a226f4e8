import { delay } from './delay.ts'
import { BaseError } from './errors.ts'

export interface RetryOptions {
  /** Calls at the most, the first one included. */
  readonly attempts: number
  /** Wait before the second call; doubles each time. */
  readonly firstDelayMs: number
  readonly maxDelayMs?: number
  readonly signal?: AbortSignal
  /** Which failures are worth another call; by default those that say so themselves. */
  readonly isRetryable?: (error: unknown) => boolean
  readonly onRetry?: (error: unknown, attempt: number, delayMs: number) => void
}

/**
 * Calls `work` until it succeeds, with exponential back-off and up to 25 % jitter.
 * @throws what the last call threw.
 */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const {
    attempts,
    firstDelayMs,
    maxDelayMs = 30_000,
    signal,
    isRetryable = saysRetryable,
    onRetry,
  } = options
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt >= attempts || signal?.aborted || !isRetryable(error)) throw error
      const backOffMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1))
      const delayMs = Math.round(backOffMs * (1 - Math.random() * 0.25))
      onRetry?.(error, attempt, delayMs)
      await delay(delayMs, signal ? { signal } : {})
    }
  }
}

function saysRetryable(error: unknown): boolean {
  return error instanceof BaseError && error.retryable
}
