import { type CheckRecord, withoutTrust } from '../checking/check-record.ts'
import type { AttemptFailure } from '../errors.ts'
import { afterBad, afterFailed, afterGood, afterLate } from '../selection/quality.ts'
import {
  afterFailure,
  afterSuccess,
  isSuspended,
  noSuspension,
  type SuspensionSettings,
} from '../selection/suspension.ts'
import { type OrchestratorEntry, refusals, suspensionWeights } from './orchestrator-entry.ts'

/** How long a segment was under way. */
export interface RunTime {
  readonly totalMs: number
  readonly durationMs: number
}

/** When something comes to be known of an orchestrator, and by which settings it counts. */
export interface Moment {
  readonly nowMs: number
  readonly settings: SuspensionSettings
}

type Change = Partial<OrchestratorEntry>

/** Failures of a segment that say how reliable one is; being full is honest, being too dear no fault. */
const qualityFailures: ReadonlySet<AttemptFailure> = new Set([
  'UNREACHABLE',
  'TIMEOUT',
  'TRANSCODE_FAILED',
  'REFUSED',
  'BAD_RESULT',
])
/** They say nothing of the orchestrator. */
const ownFailures: ReadonlySet<AttemptFailure> = new Set([
  'CANCELLED',
  'PAYMENT_REQUIRED',
  'SPEND_CAP',
  'STATE_UNWRITABLE',
])

/** Whether it lied and is suspended for that. */
export function isShunned({ isDistrusted, suspension }: OrchestratorEntry, nowMs: number): boolean {
  return isDistrusted && isSuspended(suspension, nowMs)
}

export interface Failed {
  readonly failure: AttemptFailure
  readonly detail: string
  /** When it was a segment. */
  readonly segment: RunTime | undefined
}

/** After a call or a segment that failed; undefined: that says nothing of the orchestrator. */
export function failed(
  entry: OrchestratorEntry,
  { failure, detail, segment }: Failed,
  { nowMs, settings }: Moment,
): Change | undefined {
  if (ownFailures.has(failure)) return undefined
  const weight = suspensionWeights[failure]
  return {
    ...(segment && { segmentsFailed: entry.segmentsFailed + 1 }),
    ...(segment &&
      qualityFailures.has(failure) && { quality: afterFailed(entry.quality, { ...segment, nowMs }) }),
    ...(refusals.has(failure) || !segment ? { refusal: { failure, detail } } : {}),
    ...(weight && {
      suspension: afterFailure(entry.suspension, weight, nowMs, settings),
      isDistrusted: weight === 'lie' || isShunned(entry, nowMs),
    }),
    ...(weight === 'lie' && { checks: withoutTrust(entry.checks) }),
  }
}

/** After a result that had come back good was found to be bad. */
export function foundBad(entry: OrchestratorEntry, checks: CheckRecord, { nowMs, settings }: Moment): Change {
  return {
    checks,
    segmentsDone: Math.max(0, entry.segmentsDone - 1),
    segmentsFailed: entry.segmentsFailed + 1,
    quality: afterBad(entry.quality, nowMs),
    suspension: afterFailure(entry.suspension, 'lie', nowMs, settings),
    isDistrusted: true,
  }
}

/** After a segment that came back good. */
export function succeeded(entry: OrchestratorEntry, time: RunTime, { nowMs }: Moment): Change {
  return {
    segmentsDone: entry.segmentsDone + 1,
    quality: afterGood(entry.quality, { ...time, nowMs }),
    refusal: undefined,
    // What was still under way when it was caught does not make up for it.
    ...(!isShunned(entry, nowMs) && {
      suspension: afterSuccess(entry.suspension, nowMs),
      isDistrusted: false,
    }),
  }
}

/** After a segment that was taken back, since another one was quicker. */
export function tooLate({ quality }: OrchestratorEntry, time: RunTime, { nowMs }: Moment): Change {
  return { quality: afterLate(quality, { ...time, nowMs }) }
}

/** Once the operator has forgiven it. */
export const forgiven: Change = { suspension: noSuspension, isDistrusted: false }
