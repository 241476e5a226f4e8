import { addSample, type RollingMean, samplesAt } from './rolling-mean.ts'

/** What came of the segments of one orchestrator, as far as they still count. */
export interface Quality {
  /** From sending a segment to holding its renditions, in segment durations. */
  readonly latency?: RollingMean | undefined
  /** Part of the segments that failed. */
  readonly failures?: RollingMean | undefined
}

/** What is expected of an orchestrator's next segment. */
export interface Expectation {
  readonly latencyRatio: number
  readonly failureShare: number
}

export const unknownQuality: Quality = {}

/** Latency follows today's load, reliability shows over days. */
const latencySettings = { newestWeight: 0.15, halfLifeMs: 15 * 60_000 } as const
const failureSettings = { newestWeight: 0.05, halfLifeMs: 24 * 3_600_000 } as const
/** What is expected without samples counts as much as so many of them: no single one decides. */
const priorSamples = 4
const priorFailureShare = 0.02
/** Expected of everybody while nobody was measured. */
export const priorLatencyRatio = 0.5
/** Short segments are not held to their duration: fixed costs would make everyone look slow. */
const leastDurationMs = 1_500
/** One segment that hung says no more than one that took so many durations. */
const maxRatio = 6

export interface SegmentTime {
  /** Of one that was taken back or failed: how long it had run. */
  readonly totalMs: number
  readonly durationMs: number
  readonly nowMs: number
}

/** After a segment that came back good. */
export function afterGood(quality: Quality, time: SegmentTime): Quality {
  return { latency: addLatency(quality, time), failures: addFailure(quality, 0, time.nowMs) }
}

/** After one that was taken back, since another was quicker: it would have taken longer still. */
export function afterLate(quality: Quality, time: SegmentTime): Quality {
  return { ...quality, latency: addSlower(quality, time) }
}

/** After one that failed: failing fast makes nobody quick. */
export function afterFailed(quality: Quality, time: SegmentTime): Quality {
  return { latency: addSlower(quality, time), failures: addFailure(quality, 1, time.nowMs) }
}

/** After one that had come back good, and was found to be bad. */
export function afterBad(quality: Quality, nowMs: number): Quality {
  return { ...quality, failures: addFailure(quality, 1, nowMs) }
}

/** Segments that its latency stands for now. */
export function knownSegments({ latency }: Quality, nowMs: number): number {
  return samplesAt(latency, nowMs, latencySettings)
}

/** @param typicalLatencyRatio what its latency is expected to be as long as nothing is known of it. */
export function expectationOf(quality: Quality, typicalLatencyRatio: number, nowMs: number): Expectation {
  const { latency, failures } = quality
  return {
    latencyRatio: towards(typicalLatencyRatio, latency, samplesAt(latency, nowMs, latencySettings)),
    failureShare: towards(priorFailureShare, failures, samplesAt(failures, nowMs, failureSettings)),
  }
}

/** 1 for one that answers at once, 0.63 for one that takes a segment's duration, towards 0 for slower ones. */
export function speedOf({ latencyRatio }: Pick<Expectation, 'latencyRatio'>): number {
  return latencyRatio <= 0 ? 1 : -Math.expm1(-1 / latencyRatio)
}

/** Success × speed, 0 to 1. */
export function qualityScore(expectation: Expectation): number {
  return (1 - expectation.failureShare) * speedOf(expectation)
}

function towards(prior: number, rolling: RollingMean | undefined, samples: number): number {
  return rolling === undefined
    ? prior
    : (rolling.mean * samples + prior * priorSamples) / (samples + priorSamples)
}

function addLatency({ latency }: Quality, time: SegmentTime): RollingMean {
  return addSample(latency, { value: ratioOf(time), nowMs: time.nowMs }, latencySettings)
}

function addSlower(quality: Quality, time: SegmentTime): RollingMean | undefined {
  const { latency } = quality
  return latency && ratioOf(time) <= latency.mean ? latency : addLatency(quality, time)
}

function addFailure({ failures }: Quality, value: 0 | 1, nowMs: number): RollingMean {
  return addSample(failures, { value, nowMs }, failureSettings)
}

function ratioOf({ totalMs, durationMs }: SegmentTime): number {
  return Math.min(maxRatio, totalMs / Math.max(leastDurationMs, durationMs))
}
