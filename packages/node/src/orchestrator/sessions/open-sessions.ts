import type { Clock, Emitter, Lifecycle, Logger } from '@millrace/common'
import type { OrchestratorConfig } from '../config.ts'
import type { OrchestratorEvents } from '../events.ts'
import type { TranscoderFleet } from '../transcoders/fleet.ts'
import type { Admission } from './admission.ts'
import { Draining } from './draining.ts'
import { OverloadGuard } from './overload-guard.ts'
import type { ResultStore } from './result-store.ts'
import { SessionRegistry } from './session-registry.ts'

export interface SessionsContext {
  readonly clock: Clock
  readonly life: Lifecycle
  readonly log: Logger
  readonly admission: Admission
  readonly results: ResultStore
  readonly events: Emitter<OrchestratorEvents>
  readonly fleet: Pick<TranscoderFleet, 'endSession' | 'recount'>
}

const sweepIntervalMs = 1_000

/** The sessions, which end when they are idle, and the drain that waits for their end. */
export function openSessions(
  config: OrchestratorConfig,
  { clock, life, log, admission, results, events, fleet }: SessionsContext,
): { sessions: SessionRegistry; draining: Draining; guard: OverloadGuard } {
  const sessions = new SessionRegistry(
    {
      maxSessions: config.maxSessions,
      maxSessionsPerGateway: config.maxSessionsPerGateway,
      idleMs: config.sessionIdleMs,
      parallel: config.sessionParallel,
      queueLimit: config.sessionQueue,
    },
    {
      clock,
      admission,
      onOpened: (event) => events.emit('sessionOpened', event),
      onClosed: (event) => {
        results.drop(event.sessionId)
        fleet.endSession(event.sessionId)
        events.emit('sessionClosed', event)
      },
    },
  )
  const draining = new Draining({ sessions, clock, log: log.child({ module: 'orchestrator/drain' }) })
  const guard = new OverloadGuard({ holdMs: config.overloadMs })
  const timer = setInterval(() => {
    sessions.sweep()
    fleet.recount()
    draining.look()
    lookForOverload(guard, { sessions, admission, clock })
  }, sweepIntervalMs)
  life.add('sessions', () => {
    clearInterval(timer)
    sessions.closeAll()
    results.clear()
  })
  return { sessions, draining, guard }
}

/** Only sessions that were paid for are turned away: the others hold nothing but room. */
function lookForOverload(
  guard: OverloadGuard,
  { sessions, admission, clock }: { sessions: SessionRegistry; admission: Admission; clock: Clock },
): void {
  const oldestFirst = sessions.list().toSorted((a, b) => a.openedAtMs - b.openedAtMs)
  guard.look(
    {
      oldestFirst: oldestFirst.map(({ id }) => id),
      usedPixelsPerSecond: admission.usedPixelsPerSecond,
      offeredPixelsPerSecond: admission.unguardedPixelsPerSecond,
    },
    clock.nowMs(),
  )
  admission.guardFactor = guard.factor
}
