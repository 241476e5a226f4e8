import type { RenditionAddress } from '@millrace/wire'

/** Objects kept a path, as on the live network: a gateway that fetches later than that has lost the live edge anyway. */
const objectsPerPath = 12
/** As many segments as a session may have in work. */
const awaitedPerPath = 4

interface StoredObject {
  readonly seqNo: number
  readonly bytes: Uint8Array
  readonly address: RenditionAddress
  isFetched: boolean
}

interface SessionObjects {
  bytes: number
  /** Oldest first; paths are profile and format. */
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

  put(address: RenditionAddress, bytes: Uint8Array): void {
    const { sessionId, seqNo } = address
    const path = pathOf(address)
    const session = this.#sessions.get(sessionId) ?? { bytes: 0, paths: new Map<string, StoredObject[]>() }
    this.#sessions.set(sessionId, session)
    const ring = session.paths.get(path) ?? []
    session.paths.set(path, ring)
    const same = ring.findIndex((stored) => stored.seqNo === seqNo)
    if (same >= 0) this.#account(session, -(ring.splice(same, 1)[0]?.bytes.length ?? 0))
    ring.push({ seqNo, bytes, address, isFetched: false })
    this.#account(session, bytes.length)
    while (ring.length > objectsPerPath) this.#account(session, -(ring.shift()?.bytes.length ?? 0))
    while (this.#bytes > this.#maxBytes && this.#dropOldestOfLargest());
  }

  get(address: RenditionAddress): Uint8Array | undefined {
    const ring = this.#sessions.get(address.sessionId)?.paths.get(pathOf(address))
    const found = ring?.find((stored) => stored.seqNo === address.seqNo)
    if (found) found.isFetched = true
    return found?.bytes
  }

  /** What nobody has asked for yet, of the last objects of each path: older ones are not waited for any more. */
  unfetched(): readonly { readonly address: RenditionAddress; readonly bytes: Uint8Array }[] {
    const rings = [...this.#sessions.values()].flatMap(({ paths }) => [...paths.values()])
    return rings.flatMap((ring) => ring.slice(-awaitedPerPath).filter(({ isFetched }) => !isFetched))
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

function pathOf({ profileName, format }: RenditionAddress): string {
  return `${format}/${profileName}`
}
