/** A signal that aborts at a time-out or with the caller's, and tells which of them it was. */
export interface Deadline {
  readonly signal: AbortSignal
  readonly isTimedOut: boolean
  [Symbol.dispose](): void
}

/** @param outer - the caller's signal. */
export function createDeadline(timeoutMs: number, ...outer: readonly (AbortSignal | undefined)[]): Deadline {
  const controller = new AbortController()
  let isTimedOut = false
  const timer = setTimeout(() => {
    isTimedOut = true
    controller.abort()
  }, timeoutMs)
  const signals = outer.filter((signal) => signal !== undefined)
  return {
    signal: AbortSignal.any([controller.signal, ...signals]),
    get isTimedOut() {
      return isTimedOut
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
