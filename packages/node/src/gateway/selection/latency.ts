/** Weight of the newest sample: after seven segments an old figure counts for less than a tenth. */
const newestWeight = 0.3
/** A figure older than this says nothing of today's load. */
const forgetAfterMs = 10 * 60_000
/** Short segments are not held to their duration: fixed costs would make everyone look slow. */
const leastDurationMs = 1_500

export interface LatencyEstimate {
  readonly ratio: number
  readonly atMs: number
}

/**
 * Exponentially smoothed latency in segment durations.
 * @param totalMs from sending the segment to holding checked renditions; for one taken back, how long it had run.
 */
export function smoothLatency(
  previous: LatencyEstimate | undefined,
  { totalMs, durationMs, nowMs }: { totalMs: number; durationMs: number; nowMs: number },
): LatencyEstimate {
  const sample = totalMs / Math.max(leastDurationMs, durationMs)
  const known = currentLatency(previous, nowMs)
  return {
    ratio: known === undefined ? sample : known + newestWeight * (sample - known),
    atMs: nowMs,
  }
}

/** @returns the smoothed ratio, or undefined when there is none fresh enough. */
export function currentLatency(estimate: LatencyEstimate | undefined, nowMs: number): number | undefined {
  return estimate && nowMs - estimate.atMs < forgetAfterMs ? estimate.ratio : undefined
}
