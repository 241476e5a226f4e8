import { createHash } from 'node:crypto'
import type { Clock } from '@millrace/common'
import type { OSInfo } from '@millrace/wire'
import { isObjectKey, type ObjectStore } from '../storage/object-store.ts'

export interface SessionUploadsOptions {
  readonly streamId: string
  readonly store: ObjectStore
}

/** A leave holds for a day; a new one is given long before. */
const renewAfterMs = 12 * 3_600_000

interface Given {
  readonly prefix: string
  readonly info: Promise<OSInfo>
  readonly atMs: number
}

/** Where the orchestrator of one session puts its results: below a prefix that is this session's alone. */
export class SessionUploads {
  readonly #options: SessionUploadsOptions
  readonly #clock: Clock
  #given: Given | undefined

  constructor(options: SessionUploadsOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
  }

  /** What stands in the orders of a session; empty where the store takes nothing from others. */
  async storageFor(sessionId: string): Promise<readonly OSInfo[]> {
    const { uploads } = this.#options.store
    if (!uploads) return []
    const prefix = this.#prefixOf(sessionId)
    const nowMs = this.#clock.nowMs()
    if (this.#given?.prefix !== prefix || nowMs - this.#given.atMs > renewAfterMs) {
      this.#given = { prefix, info: uploads.grant(prefix), atMs: nowMs }
    }
    return [await this.#given.info]
  }

  /** @returns the key of a result that was put where it belongs; undefined when it is elsewhere. */
  keyOf(url: string, sessionId: string): string | undefined {
    const key = this.#options.store.uploads?.keyOf(url)
    return key?.startsWith(`${this.#prefixOf(sessionId)}/`) && isObjectKey(key) ? key : undefined
  }

  /** @throws {StoreError} @returns undefined when it is not there. */
  read(key: string, options: { maxBytes: number; signal: AbortSignal }): Promise<Uint8Array | undefined> {
    return this.#options.store.get(key, options)
  }

  /** Session ids are an orchestrator's own words. */
  #prefixOf(sessionId: string): string {
    const name = isObjectKey(sessionId) && !sessionId.includes('/') ? sessionId : hashed(sessionId)
    return `${this.#options.streamId}/${name}`
  }
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
