import type { StatusSegment } from '@millrace/client'

export interface Bar {
  readonly segment: StatusSegment
  /** 0 to 1 of the chart's height. */
  readonly height: number
  readonly hasRetry: boolean
  readonly hasHedge: boolean
}

export interface TimelineLayout {
  readonly bars: readonly Bar[]
  /** What the top of the chart stands for. */
  readonly scaleMs: number
}

const steps = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]

/** Bars of the last `most` segments of a stream, all on one scale that is a round figure. */
export function layOut(
  segments: readonly StatusSegment[],
  streamId: string | undefined,
  most: number,
): TimelineLayout {
  const shown = segments.filter((segment) => segment.streamId === streamId).slice(-most)
  const slowest = Math.max(0, ...shown.map(({ latencyMs = 0 }) => latencyMs))
  const scaleMs = steps.find((step) => step >= slowest) ?? Math.ceil(slowest / 32_000) * 32_000
  const bars = shown.map((segment) => ({
    segment,
    height: Math.max(0.04, Math.min(1, (segment.latencyMs ?? 0) / scaleMs)),
    hasRetry: segment.attempts.some(({ outcome, hedge }) => outcome === 'failed' && !hedge),
    hasHedge: segment.attempts.some(({ hedge }) => hedge),
  }))
  return { bars, scaleMs }
}
