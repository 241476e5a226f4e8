import type { StatusEventsJson } from '@millrace/client'
import { describeReasons } from '../checking/verdict.ts'
import { type OrchestratorEntry, regionOf } from '../discovery/orchestrator-entry.ts'
import { isSuspended } from '../selection/suspension.ts'
import { addressFor } from '../sessions/terms.ts'

type OrchestratorStatus = StatusEventsJson['orchestrator']

/** An orchestrator as the public status shows it. */
export function orchestratorStatus(entry: OrchestratorEntry, nowMs: number): OrchestratorStatus {
  const { known, terms, price, suspension } = entry
  const suspended = isSuspended(suspension, nowMs)
  const region = regionOf(known, terms)
  return {
    address: addressFor(known, terms),
    serviceUri: known.serviceUri,
    ...(region && { region }),
    ...judge(entry, suspended),
    ...(price && { price: { wei: String(price.weiPerUnit), pixels: String(price.pixelsPerUnit) } }),
    stakeWei: String(known.stakeWei),
    segmentsDone: entry.segmentsDone,
    segmentsFailed: entry.segmentsFailed,
    ...(entry.medianLatencyMs !== undefined && { medianLatencyMs: entry.medianLatencyMs }),
    ...(entry.checks.checked > 0 && { checks: checksOf(entry) }),
    ticketsSent: entry.ticketsSent,
    ticketValueWei: String(entry.ticketValueWei),
    ...(suspended && { suspendedUntil: suspension.untilMs }),
  }
}

function checksOf({ checks: { checked, bad, lastBad } }: OrchestratorEntry): OrchestratorStatus['checks'] {
  if (!lastBad) return { checked, bad }
  const { atMs: at, streamId, seqNo, reasons } = lastBad
  return { checked, bad, lastBad: { at, streamId, seqNo, reasons: [...reasons] } }
}

/** Why it is left alone, when nothing else says. */
function suspensionReason({ isDistrusted, checks: { lastBad } }: OrchestratorEntry): string {
  if (!isDistrusted) return 'Its last segments failed.'
  return lastBad
    ? `Its work was not what was ordered. ${describeReasons(lastBad.reasons)}`
    : 'It gave a false result.'
}

function judge(entry: OrchestratorEntry, suspended: boolean): Pick<OrchestratorStatus, 'state' | 'reason'> {
  const { isActive, refusal, terms, sessions } = entry
  const reason = refusal?.detail
  if (!isActive) return { state: 'inactive', reason: 'It is not in the active set.' }
  if (refusal?.failure === 'UNREACHABLE' || refusal?.failure === 'TIMEOUT')
    return { state: 'unreachable', reason }
  // A full machine turns new work away and goes on with what it has.
  if (refusal?.failure === 'BUSY')
    return sessions > 0 ? { state: 'serving' } : { state: 'refused', reason: 'Its machine is full.' }
  if (suspended) return { state: 'suspended', reason: reason ?? suspensionReason(entry) }
  if (refusal) return { state: 'refused', reason }
  if (!terms) return { state: 'unreachable', reason: 'It has not answered yet.' }
  return { state: sessions > 0 ? 'serving' : 'ready' }
}
