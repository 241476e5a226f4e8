/** What was seen of one orchestrator from one region. */
export interface Seen {
  readonly segments: number
  /** Those whose renditions all came in time, signed. */
  readonly good: number
  /** Of the good ones together. */
  readonly durationMs: number
  readonly roundTripMs: number
  /** Renditions that were looked at closely, and those of them that were as ordered. */
  readonly looked: number
  readonly lookedGood: number
  /** Mean over all segments that something was asked for; undefined without any. */
  readonly honesty: number | undefined
}

/** All from 0 to 1. */
export interface Scores {
  readonly successRate: number
  /** 1 for who answers at once, 0.63 for who takes a segment's duration. */
  readonly latencyScore: number
  /** Undefined when no rendition was looked at. */
  readonly quality: number | undefined
  readonly honesty: number | undefined
  /** The product of all; what is not known counts as 1. */
  readonly score: number
}

/** Success rate and latency as gateways of this network score them, and what they do not see besides. */
export function scoresOf(seen: Seen): Scores {
  const { segments, good, durationMs, roundTripMs, looked, lookedGood, honesty } = seen
  const successRate = segments === 0 ? 0 : good / segments
  const latencyScore = good === 0 ? 0 : latencyScoreOf(durationMs, roundTripMs)
  const quality = looked === 0 ? undefined : lookedGood / looked
  const score = successRate * latencyScore * (quality ?? 1) * (honesty ?? 1)
  return { successRate, latencyScore, quality, honesty, score }
}

/** 1 − e^(−duration / round trip). */
function latencyScoreOf(durationMs: number, roundTripMs: number): number {
  return roundTripMs <= 0 ? 1 : -Math.expm1(-durationMs / roundTripMs)
}
