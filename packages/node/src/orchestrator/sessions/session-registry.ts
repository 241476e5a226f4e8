import type { Clock } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import type { SessionClosed, SessionOpened } from '../events.ts'
import type { Admission } from './admission.ts'
import { Session } from './session.ts'

export interface SessionLimits {
  readonly maxSessions: number
  readonly maxSessionsPerGateway: number
}

export interface SessionRegistryOptions extends SessionLimits {
  readonly idleMs: number
  /** Segments of one session in work at once. */
  readonly parallel: number
  /** Segments of one session waiting or in work. */
  readonly queueLimit: number
}

export interface SessionRegistryDependencies {
  readonly clock: Clock
  readonly admission: Admission
  readonly onOpened: (event: SessionOpened) => void
  readonly onClosed: (event: SessionClosed) => void
}

export interface SessionOrder {
  readonly sessionId: string
  readonly gateway: Address
  readonly manifestId: string
  readonly tokenExpiresAtMs: number
  readonly pixelsPerSecond: number
}

/** Why a session is not taken. `foreign`: the id belongs to another gateway. */
export type SessionRefusal = 'capped' | 'foreign'

/** A token that ends so soon is about to be renewed, which makes a second session of the same stream. */
const renewalMs = 5 * 60_000

/** The sessions of this node: opened by their first segment when there is room, closed at their end or when idle. */
export class SessionRegistry {
  readonly #options: SessionRegistryOptions
  readonly #deps: SessionRegistryDependencies
  readonly #sessions = new Map<string, Session>()
  readonly #perGateway = new Map<Address, Set<Session>>()
  /** May change at any time; sessions that run go on. */
  limits: SessionLimits
  /** Who is let in: a node that is being drained takes the sessions that run, one that stops takes no segment at all. */
  takes: 'all' | 'running' | 'none' = 'all'

  constructor(options: SessionRegistryOptions, deps: SessionRegistryDependencies) {
    this.#options = options
    this.#deps = deps
    this.limits = options
  }

  get size(): number {
    return this.#sessions.size
  }

  /**
   * Whether a gateway should be given terms: there is room for a small order at least, or it has a running stream here
   * whose token must be renewed.
   */
  hasRoomFor(gateway: Address): boolean {
    // A renewed token would make its stream stay for another half hour.
    if (this.takes !== 'all') return false
    if (this.#mayOpen(gateway) && this.#deps.admission.hasRoom) return true
    const soonMs = this.#deps.clock.nowMs() + renewalMs
    return [...(this.#perGateway.get(gateway) ?? [])].some(
      ({ tokenExpiresAtMs }) => tokenExpiresAtMs <= soonMs,
    )
  }

  list(): readonly Session[] {
    return [...this.#sessions.values()].filter(({ isConfirmed }) => isConfirmed)
  }

  /**
   * The session of this order, opened or changed to it, or why not. A refused change leaves the session as it was. A
   * stream that comes back under a new token takes the room of its old session.
   */
  admit(order: SessionOrder): Session | SessionRefusal {
    const known = this.#sessions.get(order.sessionId)
    if (known && known.gateway !== order.gateway) return 'foreign'
    if (this.takes === 'none') return 'capped'
    const old = known ? undefined : this.#sessionOfStream(order)
    if (!known && !old && !this.#mayOpen(order.gateway)) return 'capped'
    const { admission } = this.#deps
    // What a running session was seen to need stays held, also when its order says less.
    const demand = Math.max(order.pixelsPerSecond, known?.measuredPixelsPerSecond ?? 0)
    const fits =
      admission.reserve(order.sessionId, demand) ||
      (old !== undefined && admission.handOver(old.id, order.sessionId, demand))
    if (!fits) return 'capped'
    const session = known ?? this.#open(order)
    session.orderedPixelsPerSecond = order.pixelsPerSecond
    return session
  }

  /** A first segment was paid and taken: from now on the session lives until its end. */
  confirm(session: Session): void {
    if (session.isConfirmed || this.#sessions.get(session.id) !== session) return
    session.isConfirmed = true
    const { id: sessionId, gateway, manifestId, orderedPixelsPerSecond: pixelsPerSecond } = session
    this.#deps.onOpened({ sessionId, gateway, manifestId, pixelsPerSecond })
  }

  /** Takes the reservation of a session back whose first segment was refused, so that nobody holds room for nothing. */
  forgetUnconfirmed(session: Session): void {
    if (!session.isConfirmed && !session.isBusy) this.#remove(session)
  }

  /** Notes the pixels a second that a session really makes. */
  measure(session: Session, pixelsPerSecond: number): void {
    session.measuredPixelsPerSecond = pixelsPerSecond
    if (this.#sessions.get(session.id) !== session) return
    this.#deps.admission.correct(session.id, Math.max(pixelsPerSecond, session.orderedPixelsPerSecond))
  }

  close(sessionId: string, reason: SessionClosed['reason']): void {
    const session = this.#sessions.get(sessionId)
    if (!session) return
    this.#remove(session)
    if (!session.isConfirmed) return
    this.#deps.onClosed({ sessionId, gateway: session.gateway, reason, segments: session.segments })
  }

  /** Closes sessions that had no segment for the idle time. */
  sweep(): void {
    const nowMs = this.#deps.clock.nowMs()
    for (const session of this.#sessions.values()) {
      if (!session.isBusy && nowMs - session.lastSegmentAtMs >= this.#options.idleMs)
        this.close(session.id, 'idle')
    }
  }

  closeAll(): void {
    for (const id of [...this.#sessions.keys()]) this.close(id, 'shutdown')
  }

  #mayOpen(gateway: Address): boolean {
    return (
      this.takes === 'all' &&
      this.#sessions.size < this.limits.maxSessions &&
      (this.#perGateway.get(gateway)?.size ?? 0) < this.limits.maxSessionsPerGateway
    )
  }

  #sessionOfStream({ gateway, manifestId }: SessionOrder): Session | undefined {
    for (const session of this.#perGateway.get(gateway) ?? [])
      if (session.manifestId === manifestId) return session
    return undefined
  }

  #open({ sessionId: id, gateway, manifestId, tokenExpiresAtMs }: SessionOrder): Session {
    const { parallel, queueLimit } = this.#options
    const openedAtMs = this.#deps.clock.nowMs()
    const session = new Session({
      id,
      gateway,
      manifestId,
      tokenExpiresAtMs,
      openedAtMs,
      parallel,
      queueLimit,
    })
    this.#sessions.set(id, session)
    const ofGateway = this.#perGateway.get(gateway) ?? new Set()
    this.#perGateway.set(gateway, ofGateway.add(session))
    return session
  }

  #remove(session: Session): void {
    if (!this.#sessions.delete(session.id)) return
    const ofGateway = this.#perGateway.get(session.gateway)
    ofGateway?.delete(session)
    if (ofGateway?.size === 0) this.#perGateway.delete(session.gateway)
    this.#deps.admission.release(session.id)
  }
}
