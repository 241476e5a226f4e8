import type { StatusEvent, StatusSegment } from '@millrace/client'

export interface SegmentFigures {
  readonly segmentsIn: number
  readonly segmentsOut: number
  readonly segmentsLost: number
  /** Renditions of the published segment that has the fewest. */
  readonly fewestRenditions: number
  /** Orchestrators whose results were published. */
  readonly orchestrators: number
  readonly medianLatencyMs: number
  readonly p95LatencyMs: number
}

/** What became of every segment, from the gateway's events. */
export class SegmentTally {
  readonly #segments = new Map<string, StatusSegment>()
  onPublished: ((segment: StatusSegment) => void) | undefined

  take(event: StatusEvent): void {
    if (event.name !== 'segment') return
    const segment = event.data as StatusSegment
    this.#segments.set(`${segment.streamId}/${segment.seqNo}`, segment)
    if (segment.state === 'published') this.onPublished?.(segment)
  }

  /** Whether every segment that came in has an end. */
  get isComplete(): boolean {
    return [...this.#segments.values()].every(({ state }) => state !== 'transcoding')
  }

  find(seqNo: number): StatusSegment | undefined {
    return [...this.#segments.values()].find((segment) => segment.seqNo === seqNo)
  }

  figures(): SegmentFigures {
    const all = [...this.#segments.values()]
    const published = all.filter(({ state }) => state === 'published')
    const latencies = published
      .flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs]))
      .sort((a, b) => a - b)
    const at = (share: number) =>
      Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0)
    return {
      segmentsIn: all.length,
      segmentsOut: published.length,
      segmentsLost: all.filter(({ state }) => state === 'lost').length,
      fewestRenditions:
        published.length === 0 ? 0 : Math.min(...published.map(({ renditions }) => renditions.length)),
      orchestrators: new Set(published.map(({ orchestrator }) => orchestrator)).size,
      medianLatencyMs: at(0.5),
      p95LatencyMs: at(0.95),
    }
  }
}
