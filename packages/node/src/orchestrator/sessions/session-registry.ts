import type { Clock } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import type { SessionClosed, SessionOpened } from '../events.ts'
import type { Admission } from './admission.ts'
import { Session } from './session.ts'

export interface SessionRegistryOptions {
  readonly maxSessions: number
  readonly maxSessionsPerGateway: number
  readonly idleMs: number
  readonly parallel: number
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
  readonly pixelsPerSecond: number
}

/** Why a session is not taken. `foreign`: the id belongs to another gateway. */
export type SessionRefusal = 'capped' | 'foreign'

/** The sessions of this node: opened by their first segment when there is room, closed at their end or when idle. */
export class SessionRegistry {
  readonly #options: SessionRegistryOptions
  readonly #deps: SessionRegistryDependencies
  readonly #sessions = new Map<string, Session>()
  readonly #perGateway = new Map<Address, number>()

  constructor(options: SessionRegistryOptions, deps: SessionRegistryDependencies) {
    this.#options = options
    this.#deps = deps
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Whether a new session of this gateway could be taken, were its order small enough. */
  hasRoomFor(gateway: Address): boolean {
    return (
      this.#sessions.size < this.#options.maxSessions &&
      (this.#perGateway.get(gateway) ?? 0) < this.#options.maxSessionsPerGateway &&
      this.#deps.admission.hasRoom
    )
  }

  list(): readonly Session[] {
    return [...this.#sessions.values()]
  }

  /** The session of this order, opened or changed to it, or why not. A refused change leaves the session as it was. */
  admit(order: SessionOrder): Session | SessionRefusal {
    const known = this.#sessions.get(order.sessionId)
    if (known && known.gateway !== order.gateway) return 'foreign'
    if (!known && !this.#mayOpen(order.gateway)) return 'capped'
    if (!this.#deps.admission.reserve(order.sessionId, order.pixelsPerSecond)) return 'capped'
    return known ?? this.#open(order)
  }

  close(sessionId: string, reason: SessionClosed['reason']): void {
    const session = this.#sessions.get(sessionId)
    if (!session) return
    this.#sessions.delete(sessionId)
    const left = (this.#perGateway.get(session.gateway) ?? 1) - 1
    if (left === 0) this.#perGateway.delete(session.gateway)
    else this.#perGateway.set(session.gateway, left)
    this.#deps.admission.release(sessionId)
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
      this.#sessions.size < this.#options.maxSessions &&
      (this.#perGateway.get(gateway) ?? 0) < this.#options.maxSessionsPerGateway
    )
  }

  #open(order: SessionOrder): Session {
    const session = new Session({
      id: order.sessionId,
      gateway: order.gateway,
      manifestId: order.manifestId,
      openedAtMs: this.#deps.clock.nowMs(),
      parallel: this.#options.parallel,
      queueLimit: this.#options.queueLimit,
    })
    this.#sessions.set(session.id, session)
    this.#perGateway.set(order.gateway, (this.#perGateway.get(order.gateway) ?? 0) + 1)
    this.#deps.onOpened(order)
    return session
  }
}
