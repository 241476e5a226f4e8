import type { MediaPlaylist, PlaylistSegment } from './types.ts'

export interface PlaylistWindowOptions {
  /** Segments listed at most; older ones leave. */
  readonly maxSegments: number
  readonly targetDurationMs: number
  /** Sequence number of the first segment that will be appended. */
  readonly firstSequence?: number
}

/** Segment with the bytes it weighs, so that bandwidth is measured and not promised. */
export interface WindowSegment extends PlaylistSegment {
  readonly sizeBytes: number
}

/**
 * The sliding list of a live rendition. Media and discontinuity sequence count what has left, as
 * RFC 8216 6.2.2 wants it, and the target duration only ever grows.
 */
export class PlaylistWindow {
  readonly #segments: WindowSegment[] = []
  readonly #maxSegments: number
  #mediaSequence: number
  #discontinuitySequence = 0
  #targetDurationMs: number
  #peakBps = 0
  #totalBytes = 0
  #totalMs = 0
  #ended = false

  constructor({ maxSegments, targetDurationMs, firstSequence = 0 }: PlaylistWindowOptions) {
    this.#maxSegments = Math.max(1, maxSegments)
    this.#targetDurationMs = targetDurationMs
    this.#mediaSequence = firstSequence
  }

  /** Adds the next segment. @returns the segments that left the window by it, oldest first. */
  append(segment: WindowSegment): readonly WindowSegment[] {
    this.#segments.push(segment)
    // Players round; 500 ms above a whole second is the most a segment may pass the target by.
    this.#targetDurationMs = Math.max(this.#targetDurationMs, Math.round(segment.durationMs / 1000) * 1000)
    if (!segment.gap && segment.durationMs > 0) {
      this.#totalBytes += segment.sizeBytes
      this.#totalMs += segment.durationMs
      this.#peakBps = Math.max(this.#peakBps, (segment.sizeBytes * 8000) / segment.durationMs)
    }
    const left = this.#segments.splice(0, Math.max(0, this.#segments.length - this.#maxSegments))
    this.#mediaSequence += left.length
    this.#discontinuitySequence += left.filter(({ discontinuity }) => discontinuity).length
    return left
  }

  /** No segment follows. A later `append` opens the window again, as an encoder may come back. */
  end(ended = true): void {
    this.#ended = ended
  }

  /** Highest rate of any segment so far. */
  get bandwidthBps(): number {
    return Math.round(this.#peakBps)
  }

  get averageBandwidthBps(): number {
    return this.#totalMs === 0 ? 0 : Math.round((this.#totalBytes * 8000) / this.#totalMs)
  }

  /** What the window lists now, for {@link renderMediaPlaylist}. */
  get playlist(): MediaPlaylist {
    return {
      mediaSequence: this.#mediaSequence,
      discontinuitySequence: this.#discontinuitySequence,
      targetDurationMs: this.#targetDurationMs,
      segments: [...this.#segments],
      ended: this.#ended,
    }
  }
}
