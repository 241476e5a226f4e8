import type { Clock } from '@millrace/common'

/** Wrong tokens of one address within a window. */
const maxAttempts = 30
const windowMs = 60_000
/** Addresses that are remembered; above it the oldest window is forgotten. */
const maxAddresses = 1_000

interface Window {
  readonly beganAtMs: number
  attempts: number
}

/** Counts wrong tokens by address, so that guessing is slow and a log is not flooded. */
export class AttemptLimit {
  readonly #clock: Clock
  readonly #windows = new Map<string, Window>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Seconds until another attempt of this address is heard; 0: now. */
  waitSeconds(address: string): number {
    const window = this.#current(address)
    if (window === undefined || window.attempts < maxAttempts) return 0
    return Math.ceil((window.beganAtMs + windowMs - this.#clock.nowMs()) / 1_000)
  }

  /** @returns whether it is the first wrong one of this window */
  failed(address: string): boolean {
    const window = this.#current(address)
    if (window) {
      window.attempts++
      return false
    }
    this.#windows.delete(address)
    this.#windows.set(address, { beganAtMs: this.#clock.nowMs(), attempts: 1 })
    if (this.#windows.size > maxAddresses)
      for (const oldest of this.#windows.keys()) {
        this.#windows.delete(oldest)
        break
      }
    return true
  }

  #current(address: string): Window | undefined {
    const window = this.#windows.get(address)
    return window && this.#clock.nowMs() < window.beganAtMs + windowMs ? window : undefined
  }
}
