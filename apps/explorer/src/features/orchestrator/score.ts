import type { StatusOrchestrator } from '@millrace/client'

/** An answer that takes as long as a usual segment scores half of one that comes at once. */
const halfMs = 2_000

/**
 * How a gateway rates an orchestrator, of ten: the part of its segments that came back, by how soon they did. Undefined
 * for one that was never asked.
 */
export function scoreOf({
  segmentsDone,
  segmentsFailed,
  medianLatencyMs,
}: Pick<StatusOrchestrator, 'segmentsDone' | 'segmentsFailed' | 'medianLatencyMs'>): number | undefined {
  const asked = segmentsDone + segmentsFailed
  if (asked === 0) return undefined
  if (medianLatencyMs === undefined) return segmentsDone === 0 ? 0 : undefined
  return (10 * (segmentsDone / asked) * halfMs) / (halfMs + medianLatencyMs)
}
