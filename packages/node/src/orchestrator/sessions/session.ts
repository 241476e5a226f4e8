import type { Address } from '@millrace/crypto'
import { BoundedQueue } from './bounded-queue.ts'
import { MediaPace } from './media-pace.ts'

/** Media time a session may be ahead of the clock while others share the machine. */
const burstMs = 60_000
/** A passed-through frame rate may be 120 where 30 was assumed; more than that was not in the order. */
const toleratedExcess = 4

export interface SessionOptions {
  readonly id: string
  readonly gateway: Address
  readonly manifestId: string
  readonly tokenExpiresAtMs: number
  readonly openedAtMs: number
  readonly parallel: number
  readonly queueLimit: number
}

/** One gateway's use of this orchestrator for one stream, under one auth token. */
export class Session {
  readonly id: string
  readonly gateway: Address
  readonly manifestId: string
  readonly tokenExpiresAtMs: number
  readonly openedAtMs: number
  readonly queue: BoundedQueue
  readonly pace: MediaPace
  lastSegmentAtMs: number
  orderedPixelsPerSecond = 0
  measuredPixelsPerSecond = 0
  segments = 0
  /** Paid and taken once; before that the session is only a reservation. */
  isConfirmed = false
  #inFlight = 0

  constructor(options: SessionOptions) {
    this.id = options.id
    this.gateway = options.gateway
    this.manifestId = options.manifestId
    this.tokenExpiresAtMs = options.tokenExpiresAtMs
    this.openedAtMs = options.openedAtMs
    this.lastSegmentAtMs = options.openedAtMs
    this.queue = new BoundedQueue({ parallel: options.parallel, limit: options.queueLimit })
    this.pace = new MediaPace({ burstMs, nowMs: options.openedAtMs })
  }

  /** A request is between its first check and its answer; such a session is not idle. */
  get isBusy(): boolean {
    return this.#inFlight > 0
  }

  /** Brings far more frames than its order and its durations say. */
  get isBeyondOrder(): boolean {
    return this.measuredPixelsPerSecond > this.orderedPixelsPerSecond * toleratedExcess
  }

  begin(): void {
    this.#inFlight++
  }

  end(nowMs: number): void {
    this.#inFlight--
    this.lastSegmentAtMs = nowMs
  }
}
