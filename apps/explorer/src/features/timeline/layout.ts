import type { StatusSegment } from '@millrace/client'

export interface Bar {
  readonly segment: StatusSegment
  /** 0 to 1 of the chart's height. */
  readonly height: number
  readonly mark: BarMark | undefined
  /** Whose result was published; before that, who is at it. */
  readonly orchestrator: string | undefined
}

export type BarMark = 'lost' | 'retried' | 'hedged'

export interface TimelineLayout {
  /** Oldest first. */
  readonly bars: readonly Bar[]
  /** What the top of the chart stands for. */
  readonly scaleMs: number
}

const steps = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]
const leastHeight = 0.04

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
    height: Math.max(leastHeight, Math.min(1, (segment.latencyMs ?? 0) / scaleMs)),
    mark: markOf(segment),
    orchestrator: segment.orchestrator ?? segment.attempts.at(-1)?.orchestrator,
  }))
  return { bars, scaleMs }
}

function markOf({ state, attempts }: StatusSegment): BarMark | undefined {
  if (state === 'lost') return 'lost'
  if (attempts.some(({ outcome, hedge }) => outcome === 'failed' && !hedge)) return 'retried'
  return attempts.some(({ hedge }) => hedge) ? 'hedged' : undefined
}

/** Who made the renditions of these bars, in the order in which they first did. */
export function makersOf(bars: readonly Bar[]): string[] {
  return [...new Set(bars.flatMap(({ segment: { orchestrator } }) => orchestrator ?? []))]
}

/** Where an arrow, Home or End key leads from a bar; undefined for other keys. */
export function moveBy(key: string, from: number, count: number): number | undefined {
  const last = count - 1
  const target = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[key]
  return target === undefined || count === 0 ? undefined : Math.max(0, Math.min(last, target))
}
