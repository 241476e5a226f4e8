import type { Clock, Logger } from '@millrace/common'
import type { SessionRegistry } from './session-registry.ts'

export interface DrainOptions {
  /** After so long the drain is over, whatever still runs; without it, when the last session has ended. */
  readonly timeoutMs?: number | undefined
  /** The node is to stop when the drain is over. */
  readonly stops?: boolean | undefined
}

/** How far a drain is. */
export interface DrainStatus {
  readonly isDraining: boolean
  /** The last session has ended, or the time is over. */
  readonly isDone: boolean
  readonly beganAtMs: number | undefined
  readonly deadlineMs: number | undefined
  readonly stops: boolean
}

export interface DrainingDependencies {
  readonly sessions: Pick<SessionRegistry, 'size' | 'takes'>
  readonly clock: Clock
  readonly log: Logger
}

interface Drain {
  readonly beganAtMs: number
  readonly deadlineMs: number | undefined
  readonly stops: boolean
  isDone: boolean
}

/**
 * Taking no new sessions while those that run come to their end. A session is one token of a gateway, which holds half
 * an hour: no drain takes longer, for the streams move on to other orchestrators then.
 */
export class Draining {
  readonly #deps: DrainingDependencies
  readonly #stopWanted = Promise.withResolvers<void>()
  #drain: Drain | undefined

  constructor(deps: DrainingDependencies) {
    this.#deps = deps
  }

  /** Resolves when a drain is over that was to end in a stop. */
  get stopWanted(): Promise<void> {
    return this.#stopWanted.promise
  }

  get isDraining(): boolean {
    return this.#drain !== undefined
  }

  get status(): DrainStatus {
    const { beganAtMs, deadlineMs, stops = false, isDone = false } = this.#drain ?? {}
    return { isDraining: this.isDraining, isDone, beganAtMs, deadlineMs, stops }
  }

  /** Takes no new sessions from now on. Asked again, it goes on with the new options. */
  begin({ timeoutMs, stops = false }: DrainOptions = {}): void {
    const { sessions, clock, log } = this.#deps
    const beganAtMs = this.#drain?.beganAtMs ?? clock.nowMs()
    const deadlineMs = timeoutMs === undefined ? undefined : clock.nowMs() + timeoutMs
    this.#drain = { beganAtMs, deadlineMs, stops, isDone: false }
    if (sessions.takes === 'all') sessions.takes = 'running'
    log.info({ sessions: sessions.size, timeoutMs, stops }, 'draining')
    this.look()
  }

  /** Takes sessions again. */
  end(): void {
    if (this.#drain === undefined) return
    this.#drain = undefined
    const { sessions, log } = this.#deps
    if (sessions.takes === 'running') sessions.takes = 'all'
    log.info('drain taken back')
  }

  /** Why the node is not ready, if so. */
  notReady(): string | undefined {
    if (this.#drain === undefined) return undefined
    const { size } = this.#deps.sessions
    return this.#drain.isDone && size === 0 ? 'drained' : `draining: sessions left ${size}`
  }

  /** To be called now and then. */
  look(): void {
    const drain = this.#drain
    if (drain === undefined || drain.isDone) return
    const { sessions, clock, log } = this.#deps
    const isLate = drain.deadlineMs !== undefined && clock.nowMs() >= drain.deadlineMs
    if (sessions.size > 0 && !isLate) return
    drain.isDone = true
    log.info({ sessions: sessions.size }, 'drain is over')
    if (drain.stops) this.#stopWanted.resolve()
  }
}
