import type { StatusEventsJson } from '@millrace/client'
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
    ticketsSent: entry.ticketsSent,
    ticketValueWei: String(entry.ticketValueWei),
    ...(suspended && { suspendedUntil: suspension.untilMs }),
  }
}

function judge(
  { isActive, refusal, terms, sessions }: OrchestratorEntry,
  suspended: boolean,
): Pick<OrchestratorStatus, 'state' | 'reason'> {
  const reason = refusal?.detail
  if (!isActive) return { state: 'inactive', reason: 'It is not in the active set.' }
  if (refusal?.failure === 'UNREACHABLE' || refusal?.failure === 'TIMEOUT')
    return { state: 'unreachable', reason }
  // A full machine turns new work away and goes on with what it has.
  if (refusal?.failure === 'BUSY')
    return sessions > 0 ? { state: 'serving' } : { state: 'refused', reason: 'Its machine is full.' }
  if (suspended) return { state: 'suspended', reason: reason ?? 'Its last segments failed.' }
  if (refusal) return { state: 'refused', reason }
  if (!terms) return { state: 'unreachable', reason: 'It has not answered yet.' }
  return { state: sessions > 0 ? 'serving' : 'ready' }
}
