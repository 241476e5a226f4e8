import { type Clock, delay, type Logger } from '@millrace/common'
import type { HandedResults } from './sessions/handed-results.ts'
import type { ResultStore } from './sessions/result-store.ts'
import type { SessionRegistry } from './sessions/session-registry.ts'

export interface FinishOptions {
  /** Segments that are not done by then are given up. */
  readonly graceMs: number
  /** Another process will go on with the same listening socket. */
  readonly hasSuccessor: boolean
}

export interface FinishDependencies {
  readonly service: {
    answered(signal: AbortSignal): Promise<void>
    finish(signal: AbortSignal): Promise<void>
  }
  readonly sessions: Pick<SessionRegistry, 'takes'>
  readonly results: Pick<ResultStore, 'unfetched'>
  readonly handed: Pick<HandedResults, 'leave'>
  readonly clock: Clock
  readonly log: Logger
}

/** Gateways fetch a result as soon as they are told of it. */
const fetchWaitMs = 500
const fetchLookMs = 20

/**
 * The end of a node's work: what it has taken is done and answered, and what it has answered is fetched, as far as that
 * goes in a short time. With a successor nothing new is accepted, and waits in the kernel; without one it is refused.
 */
export async function finishWork(
  { graceMs, hasSuccessor }: FinishOptions,
  { service, sessions, results, handed, clock, log }: FinishDependencies,
): Promise<void> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), graceMs)
  if (hasSuccessor) await service.finish(late.signal)
  else {
    sessions.takes = 'none'
    await service.answered(late.signal)
    const endMs = performance.now() + fetchWaitMs
    while (results.unfetched().length > 0 && performance.now() < endMs && !late.signal.aborted)
      await delay(fetchLookMs)
    await service.answered(late.signal)
  }
  clearTimeout(timer)
  if (late.signal.aborted) log.warn({ graceMs }, 'segments given up at the stop')
  const left = handed.leave(clock.nowMs())
  if (left > 0) log.info({ results: left }, 'results left for the next process')
}
