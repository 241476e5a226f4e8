import type { KeptSession, SessionKey } from './session-table.ts'

export interface KeptSessionsOptions {
  /** A session that nobody used for so long is not taken up again: orchestrators forget its credit. */
  readonly idleMs?: number
  readonly maxSessions?: number
}

/**
 * The paid sessions that are open now. Those of an earlier run, which ended without closing them, are taken up again by
 * the stream that comes back, with their token, price and credit.
 */
export class KeptSessions {
  readonly #idleMs: number
  readonly #maxSessions: number
  readonly #open = new Map<string, KeptSession>()
  /** Left by an earlier run, and not yet taken up. */
  readonly #left = new Map<string, KeptSession>()
  readonly #changed = new Map<string, SessionKey>()

  constructor({ idleMs = 600_000, maxSessions = 10_000 }: KeptSessionsOptions = {}) {
    this.#idleMs = idleMs
    this.#maxSessions = maxSessions
  }

  get size(): number {
    return this.#open.size + this.#left.size
  }

  /** Those that are open now, and those of an earlier run that may still be taken up. */
  list(): readonly KeptSession[] {
    return [...this.#open.values(), ...this.#left.values()]
  }

  restore(stored: Iterable<KeptSession>): void {
    for (const session of stored) this.#left.set(keyOf(session), session)
  }

  /** Orchestrators that an earlier run left a session of this stream at, the one used last first. */
  leftOf(streamId: string, nowMs: number): readonly string[] {
    return [...this.#left.values()]
      .filter((session) => session.streamId === streamId && !this.#isOver(session, nowMs))
      .sort((a, b) => b.usedAtMs - a.usedAtMs)
      .map(({ orchestratorId }) => orchestratorId)
  }

  /** Gives a session of an earlier run away, once. */
  takeUp(key: SessionKey, nowMs: number): KeptSession | undefined {
    const session = this.#left.get(keyOf(key))
    if (session === undefined) return undefined
    this.#left.delete(keyOf(key))
    this.#changed.set(keyOf(key), key)
    return this.#isOver(session, nowMs) ? undefined : session
  }

  keep(session: KeptSession): void {
    const key = keyOf(session)
    // Beyond the maximum a session goes on, but would not after a crash.
    if (!this.#open.has(key) && this.#open.size >= this.#maxSessions) return
    this.#open.set(key, session)
    this.#left.delete(key)
    this.#changed.set(key, session)
  }

  end(key: SessionKey): void {
    if (this.#open.delete(keyOf(key))) this.#changed.set(keyOf(key), key)
  }

  /** Forgets sessions of an earlier run that nobody came back for. */
  expire(nowMs: number): void {
    for (const [key, session] of this.#left) {
      if (!this.#isOver(session, nowMs)) continue
      this.#left.delete(key)
      this.#changed.set(key, session)
    }
  }

  /** What has changed since it was called last. */
  takeChanges(): { readonly changed: readonly KeptSession[]; readonly ended: readonly SessionKey[] } {
    const changed: KeptSession[] = []
    const ended: SessionKey[] = []
    for (const [key, session] of this.#changed) {
      const open = this.#open.get(key)
      if (open === undefined) ended.push(session)
      else changed.push(open)
    }
    this.#changed.clear()
    return { changed, ended }
  }

  /** Changes that were taken and not written are changes still. */
  giveBack({ changed, ended }: ReturnType<KeptSessions['takeChanges']>): void {
    for (const session of [...changed, ...ended]) this.#changed.set(keyOf(session), session)
  }

  #isOver({ usedAtMs, terms }: KeptSession, nowMs: number): boolean {
    return nowMs - usedAtMs > this.#idleMs || Number(terms.authToken.expiration) * 1000 <= nowMs
  }
}

function keyOf({ streamId, orchestratorId }: SessionKey): string {
  return JSON.stringify([streamId, orchestratorId])
}
