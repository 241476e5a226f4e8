/** Objects kept a path, as on the live network: a gateway that fetches later than that has lost the live edge anyway. */
const objectsPerPath = 12

interface StoredObject {
  readonly seqNo: number
  readonly name: string
  readonly bytes: Uint8Array
}

interface SessionObjects {
  bytes: number
  /** Oldest first; paths are profile names. */
  readonly paths: Map<string, StoredObject[]>
}

/**
 * Renditions waiting to be fetched, in memory: a ring of 12 objects a session and profile, and a bound over all. When the
 * bound is passed, the session that holds most gives up its oldest objects, so that a greedy one hurts only itself.
 */
export class ResultStore {
  readonly #maxBytes: number
  readonly #sessions = new Map<string, SessionObjects>()
  #bytes = 0

  constructor({ maxBytes }: { maxBytes: number }) {
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  put(object: { sessionId: string; profile: string; seqNo: number; name: string; bytes: Uint8Array }): void {
    const { sessionId, profile, seqNo, name, bytes } = object
    const session = this.#sessions.get(sessionId) ?? { bytes: 0, paths: new Map<string, StoredObject[]>() }
    this.#sessions.set(sessionId, session)
    const ring = session.paths.get(profile) ?? []
    session.paths.set(profile, ring)
    const same = ring.findIndex((stored) => stored.name === name)
    if (same >= 0) this.#account(session, -(ring.splice(same, 1)[0]?.bytes.length ?? 0))
    ring.push({ seqNo, name, bytes })
    this.#account(session, bytes.length)
    while (ring.length > objectsPerPath) this.#account(session, -(ring.shift()?.bytes.length ?? 0))
    while (this.#bytes > this.#maxBytes && this.#dropOldestOfLargest());
  }

  get(sessionId: string, profile: string, name: string): Uint8Array | undefined {
    const ring = this.#sessions.get(sessionId)?.paths.get(profile)
    return ring?.find((stored) => stored.name === name)?.bytes
  }

  drop(sessionId: string): void {
    this.#bytes -= this.#sessions.get(sessionId)?.bytes ?? 0
    this.#sessions.delete(sessionId)
  }

  clear(): void {
    this.#sessions.clear()
    this.#bytes = 0
  }

  #account(session: SessionObjects, change: number): void {
    session.bytes += change
    this.#bytes += change
  }

  #dropOldestOfLargest(): boolean {
    let largest: SessionObjects | undefined
    for (const session of this.#sessions.values())
      if (session.bytes > (largest?.bytes ?? 0)) largest = session
    if (largest === undefined) return false
    let oldest: StoredObject[] | undefined
    for (const ring of largest.paths.values()) {
      const first = ring[0]
      if (first && first.seqNo < (oldest?.[0]?.seqNo ?? Number.POSITIVE_INFINITY)) oldest = ring
    }
    this.#account(largest, -(oldest?.shift()?.bytes.length ?? 0))
    return oldest !== undefined
  }
}
