import { type Clock, delay, Lifecycle, type Logger } from '@millrace/common'
import type { Tell } from '../events/gateway-events.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { readStoredKey } from './stored-keys.ts'

export interface RetentionOptions {
  /** What was not written to for so long is deleted; undefined: never. */
  readonly maxAgeMs: number | undefined
  /** Above it the oldest go; undefined: any. */
  readonly quotaBytes: number | undefined
  readonly sweepMs: number
}

export interface RetentionDependencies {
  /** All that are looked after; the quota counts them together. */
  readonly stores: readonly ObjectStore[]
  /** Whether something is written there now: such are never deleted. */
  readonly isLive: (streamId: string, session: string) => boolean
  readonly tell: Tell
  readonly onDeleted: (bytes: number) => void
  readonly clock: Clock
  readonly log: Logger
}

/** What was stored of one run of a stream. */
interface StoredSession {
  readonly store: ObjectStore
  readonly streamId: string
  readonly session: string
  bytes: number
  newestMs: number
}

/** What was written to as shortly as this may be somebody's who is not known here. */
const settledAfterMs = 60_000
/** A full store is looked at again this soon. */
const urgentSweepMs = 5_000
const deleteAtOnce = 500
/** What is this full is emptied to so much, so that it is not done with every segment. */
const fullShare = 0.95
const emptiedShare = 0.9

/** Keeps recordings, and what orchestrators have put into the object store, within an age and a size. */
export class Retention {
  readonly #options: RetentionOptions
  readonly #deps: RetentionDependencies
  readonly #life = new Lifecycle()
  #usedBytes = 0
  #lastSweepMs = Number.NEGATIVE_INFINITY
  #sweeping: Promise<void> | undefined

  constructor(options: RetentionOptions, deps: RetentionDependencies) {
    this.#options = options
    this.#deps = deps
    if (this.#isNeeded) void this.#run()
  }

  /** Held in the stores, as of the last look and what was added since. */
  get usedBytes(): number {
    return this.#usedBytes
  }

  /**
   * Counts bytes that are about to be stored.
   * @returns false when they are too many: then nothing is counted, and room is made soon.
   */
  readonly take = (bytes: number): boolean => {
    const { quotaBytes } = this.#options
    if (quotaBytes === undefined || this.#usedBytes + bytes <= quotaBytes) {
      this.#usedBytes += bytes
      return true
    }
    if (this.#deps.clock.nowMs() - this.#lastSweepMs >= urgentSweepMs) void this.sweep()
    return false
  }

  /** They were not stored after all. */
  readonly giveBack = (bytes: number): void => {
    this.#usedBytes -= bytes
  }

  /** Looks at everything once, and deletes what has to go. Never throws. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep()
      .catch((err: unknown) => this.#deps.log.error({ err }, 'stored recordings cannot be looked at'))
      .finally(() => {
        this.#sweeping = undefined
      })
    return this.#sweeping
  }

  async close(): Promise<void> {
    await this.#life.close()
    await this.#sweeping
  }

  get #isNeeded(): boolean {
    const { maxAgeMs, quotaBytes } = this.#options
    return this.#deps.stores.length > 0 && (maxAgeMs !== undefined || quotaBytes !== undefined)
  }

  async #run(): Promise<void> {
    const { signal } = this.#life
    while (!signal.aborted) {
      await this.sweep()
      await delay(this.#options.sweepMs, { signal, unref: true }).catch(() => {})
    }
  }

  async #sweep(): Promise<void> {
    const { maxAgeMs, quotaBytes } = this.#options
    const nowMs = this.#deps.clock.nowMs()
    this.#lastSweepMs = nowMs
    const sessions = await this.#list()
    const oldestFirst = sessions
      .filter((one) => !this.#isLive(one, nowMs))
      .sort((a, b) => a.newestMs - b.newestMs)
    const old = oldestFirst.filter(({ newestMs }) => maxAgeMs !== undefined && nowMs - newestMs > maxAgeMs)
    let used = sessions.reduce((sum, { bytes }) => sum + bytes, 0)
    used -= await this.#delete(old, 'age')
    if (quotaBytes !== undefined && used > quotaBytes * fullShare) {
      const rest = oldestFirst.filter((one) => !old.includes(one))
      used -= await this.#delete(surplusOf(rest, used - quotaBytes * emptiedShare), 'quota')
    }
    this.#usedBytes = used
  }

  async #list(): Promise<StoredSession[]> {
    const sessions = new Map<string, StoredSession>()
    for (const store of this.#deps.stores) {
      for await (const { key, bytes, modifiedAtMs } of store.list('')) {
        if (this.#life.isClosed) return []
        const { streamId, session } = readStoredKey(key, store.uploads !== undefined) ?? {}
        if (streamId === undefined || session === undefined) continue
        const id = `${store.name} ${streamId}/${session}`
        const known = sessions.get(id) ?? { store, streamId, session, bytes: 0, newestMs: 0 }
        known.bytes += bytes
        known.newestMs = Math.max(known.newestMs, modifiedAtMs)
        sessions.set(id, known)
      }
    }
    return [...sessions.values()]
  }

  #isLive({ streamId, session, newestMs }: StoredSession, nowMs: number): boolean {
    return this.#deps.isLive(streamId, session) || nowMs - newestMs < settledAfterMs
  }

  /** @returns bytes that are gone. */
  async #delete(sessions: readonly StoredSession[], reason: 'age' | 'quota'): Promise<number> {
    let bytes = 0
    for (const session of sessions) {
      await deleteSession(session)
      bytes += session.bytes
    }
    if (sessions.length === 0) return 0
    const streamIds = [...new Set(sessions.map(({ streamId }) => streamId))]
    this.#deps.log.info({ reason, sessions: sessions.length, bytes }, 'recordings deleted')
    this.#deps.onDeleted(bytes)
    this.#deps.tell('recordings_deleted', { reason, streamIds: streamIds.slice(0, 100), bytes })
    return bytes
  }
}

/** The oldest that hold so many bytes together. */
function surplusOf(oldestFirst: readonly StoredSession[], bytes: number): StoredSession[] {
  let left = bytes
  return oldestFirst.filter((one) => {
    if (left <= 0) return false
    left -= one.bytes
    return true
  })
}

/** Only what has the form of our own goes. */
async function deleteSession({ store, streamId, session }: StoredSession): Promise<void> {
  const takesUploads = store.uploads !== undefined
  let keys: string[] = []
  for await (const { key } of store.list(`${streamId}/${session}/`)) {
    if (readStoredKey(key, takesUploads)) keys.push(key)
    if (keys.length < deleteAtOnce) continue
    await store.delete(keys)
    keys = []
  }
  if (keys.length > 0) await store.delete(keys)
}
