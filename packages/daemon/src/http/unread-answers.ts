import type { ServerResponse } from 'node:http'

export interface UnreadAnswersOptions {
  /** How long bytes of an answer may wait to be taken by whoever asked. */
  readonly patienceMs: number
  /** The same when more answers wait than `crowd`. */
  readonly crowdedPatienceMs: number
  readonly crowd: number
}

/**
 * Cuts off whoever asks and does not take the answer: each holds a place and the segment it asked for, which without
 * this would be for ever.
 */
export class UnreadAnswers {
  readonly #options: UnreadAnswersOptions
  readonly #nowMs: () => number
  /** Since when bytes have been waiting; undefined while there are none. */
  readonly #sinceMs = new Map<ServerResponse, number | undefined>()

  constructor(options: UnreadAnswersOptions, nowMs: () => number) {
    this.#options = options
    this.#nowMs = nowMs
  }

  /** Watches an answer until it is out. */
  watch(response: ServerResponse): void {
    this.#sinceMs.set(response, undefined)
    response.once('close', () => this.#sinceMs.delete(response))
  }

  /** To be called every now and then. @returns how many were cut off. */
  sweep(): number {
    const nowMs = this.#nowMs()
    const waiting: [ServerResponse, number][] = []
    for (const [response, knownMs] of this.#sinceMs) {
      // One that is queued behind another of its connection has no socket yet: its turn has not come.
      const isWaiting = response.socket !== null && response.writableLength > 0
      const sinceMs = isWaiting ? (knownMs ?? nowMs) : undefined
      this.#sinceMs.set(response, sinceMs)
      if (sinceMs !== undefined) waiting.push([response, sinceMs])
    }
    const { patienceMs, crowdedPatienceMs, crowd } = this.#options
    const mostMs = waiting.length > crowd ? crowdedPatienceMs : patienceMs
    const late = waiting.filter(([, sinceMs]) => nowMs - sinceMs >= mostMs)
    for (const [response] of late) response.destroy()
    return late.length
  }
}
