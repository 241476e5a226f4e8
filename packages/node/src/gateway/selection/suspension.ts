/** How much an orchestrator is distrusted, and until when it is left alone. */
export interface Suspension {
  /** Failures that still count; halves with time. */
  readonly points: number
  readonly pointsAtMs: number
  readonly untilMs: number
}

export interface SuspensionSettings {
  readonly suspensionBaseMs: number
  readonly suspensionMaxMs: number
}

/** Failures weigh by what they say: a lie is not an accident, a full machine is neither. */
const failureWeights = { busy: 0.5, accident: 1, lie: 4 } as const
export type FailureWeight = keyof typeof failureWeights

const pointsHalfLifeMs = 120_000

export const noSuspension: Suspension = { points: 0, pointsAtMs: 0, untilMs: 0 }

/** Points left of old failures at `nowMs`. */
function decayedPoints(suspension: Suspension, nowMs: number): number {
  const ageMs = Math.max(0, nowMs - suspension.pointsAtMs)
  return suspension.points * 2 ** (-ageMs / pointsHalfLifeMs)
}

/** After a failure: `base × 2^(points − 1)`, at most the maximum, never shorter than what already runs. */
export function afterFailure(
  suspension: Suspension,
  weight: FailureWeight,
  nowMs: number,
  { suspensionBaseMs, suspensionMaxMs }: SuspensionSettings,
): Suspension {
  const points = Math.min(32, decayedPoints(suspension, nowMs) + failureWeights[weight])
  const lengthMs = Math.min(suspensionMaxMs, suspensionBaseMs * 2 ** (points - 1))
  return { points, pointsAtMs: nowMs, untilMs: Math.max(suspension.untilMs, nowMs + lengthMs) }
}

/** After a good segment: half of what counted is forgiven; a running suspension ends. */
export function afterSuccess(suspension: Suspension, nowMs: number): Suspension {
  const points = decayedPoints(suspension, nowMs) / 2
  return points < 0.05 ? noSuspension : { points, pointsAtMs: nowMs, untilMs: 0 }
}

export function isSuspended(suspension: Suspension, nowMs: number): boolean {
  return nowMs < suspension.untilMs
}
