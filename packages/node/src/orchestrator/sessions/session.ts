import type { Address } from '@millrace/crypto'
import { BoundedQueue } from './bounded-queue.ts'

export interface SessionOptions {
  readonly id: string
  readonly gateway: Address
  readonly manifestId: string
  readonly openedAtMs: number
  readonly parallel: number
  readonly queueLimit: number
}

/** One gateway's use of this orchestrator for one stream, under one auth token. */
export class Session {
  readonly id: string
  readonly gateway: Address
  readonly manifestId: string
  readonly openedAtMs: number
  readonly queue: BoundedQueue
  lastSegmentAtMs: number
  segments = 0
  /** Requests between their first check and their answer; such a session is not idle. */
  #inFlight = 0

  constructor({ id, gateway, manifestId, openedAtMs, parallel, queueLimit }: SessionOptions) {
    this.id = id
    this.gateway = gateway
    this.manifestId = manifestId
    this.openedAtMs = openedAtMs
    this.lastSegmentAtMs = openedAtMs
    this.queue = new BoundedQueue({ parallel, limit: queueLimit })
  }

  get isBusy(): boolean {
    return this.#inFlight > 0
  }

  begin(): void {
    this.#inFlight++
  }

  end(nowMs: number): void {
    this.#inFlight--
    this.lastSegmentAtMs = nowMs
  }
}
