import type { Segment } from '../segment.ts'

export interface SegmenterOptions {
  /** A segment ends at the first keyframe this long after its own. Default 2000. */
  readonly targetDurationMs?: number
  /** Without a keyframe for this long the stream is refused. Default 30,000; the wire allows 300,000. */
  readonly maxDurationMs?: number
  /** Bytes a segment may hold. Default 64 MiB; the wire allows 300 MB. */
  readonly maxSegmentBytes?: number
  /** Longest wait for the first picture, on the publisher's clock. Default 10,000. */
  readonly maxVideoWaitMs?: number
  /** Where an earlier segmenter of the same stream stopped. */
  readonly resumeFrom?: SegmenterCursor | undefined
}

/** Where a segmenter stands: give it to the next one when the encoder comes back. */
export interface SegmenterCursor {
  readonly nextSeqNo: number
  /** End of the last segment on the stream's timeline, in 90 kHz ticks. */
  readonly nextStartTicks: number
  /** End of the sound, which may lie a little later. */
  readonly nextAudioTicks: number
  /** Continuity counters by PID. */
  readonly continuity: Readonly<Record<number, number>>
}

export interface SegmenterDependencies {
  /** Called in order, once a segment, before the tag that ended it is taken in. */
  emit(segment: Segment): void
}
