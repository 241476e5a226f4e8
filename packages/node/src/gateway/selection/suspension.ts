/** How much an orchestrator is distrusted, and until when it is left alone. */
export interface Suspension {
  /** Failures that still count; halves with time. */
  readonly points: number
  readonly pointsAtMs: number
  /** Lies that still count, bad results among them; halves with time, far more slowly. */
  readonly lies: number
  readonly liesAtMs: number
  readonly untilMs: number
}

export interface SuspensionSettings {
  readonly suspensionBaseMs: number
  readonly suspensionMaxMs: number
  /** Of lies. */
  readonly banBaseMs: number
  readonly banMaxMs: number
}

/** Failures weigh by what they say: a lie is not an accident, a full machine is neither. */
const failureWeights = { busy: 0.5, accident: 1, lie: 4 } as const
export type FailureWeight = keyof typeof failureWeights

const pointsHalfLifeMs = 120_000
/** An accident is over in minutes; whoever lied is likely to do it again. */
const liesHalfLifeMs = 24 * 3_600_000
const mostPoints = 32

export const noSuspension: Suspension = { points: 0, pointsAtMs: 0, lies: 0, liesAtMs: 0, untilMs: 0 }

function decayed(points: number, ageMs: number, halfLifeMs: number): number {
  return points * 2 ** (-Math.max(0, ageMs) / halfLifeMs)
}

/** `base × 2^(points − 1)`, at most the maximum. */
function lengthOf(points: number, baseMs: number, maxMs: number): number {
  return Math.min(maxMs, baseMs * 2 ** (points - 1))
}

/** After a failure: as long as the failures that count, or for a lie the lies; never shorter than what already runs. */
export function afterFailure(
  before: Suspension,
  weight: FailureWeight,
  nowMs: number,
  { suspensionBaseMs, suspensionMaxMs, banBaseMs, banMaxMs }: SuspensionSettings,
): Suspension {
  const failed = {
    points: Math.min(
      mostPoints,
      decayed(before.points, nowMs - before.pointsAtMs, pointsHalfLifeMs) + failureWeights[weight],
    ),
    pointsAtMs: nowMs,
  }
  const pauseMs = lengthOf(failed.points, suspensionBaseMs, suspensionMaxMs)
  // What was under way when it was caught comes in while the ban runs, and is the same lie.
  const isBanned = before.lies > 0 && nowMs < before.liesAtMs + lengthOf(before.lies, banBaseMs, banMaxMs)
  const banned = weight === 'lie' && !isBanned ? oneMoreLie(before, nowMs) : undefined
  const banMs = banned ? lengthOf(banned.lies, banBaseMs, banMaxMs) : 0
  return {
    ...{ ...before, ...failed, ...banned },
    untilMs: Math.max(before.untilMs, nowMs + Math.max(pauseMs, banMs)),
  }
}

function oneMoreLie({ lies, liesAtMs }: Suspension, nowMs: number): Pick<Suspension, 'lies' | 'liesAtMs'> {
  return { lies: Math.min(mostPoints, decayed(lies, nowMs - liesAtMs, liesHalfLifeMs) + 1), liesAtMs: nowMs }
}

/** After a good segment: half of what counted is forgiven, but no lie; a running suspension ends. */
export function afterSuccess(suspension: Suspension, nowMs: number): Suspension {
  const points = decayed(suspension.points, nowMs - suspension.pointsAtMs, pointsHalfLifeMs) / 2
  return { ...suspension, points: points < 0.05 ? 0 : points, pointsAtMs: nowMs, untilMs: 0 }
}

export function isSuspended(suspension: Suspension, nowMs: number): boolean {
  return nowMs < suspension.untilMs
}
