import { probeSegment, type SegmentProbe } from '@millrace/media'
import type { DispatchOutcome, SegmentSlice, SegmentToTranscode } from '../dispatch/types.ts'
import type { Publisher } from '../streams/stream-registry.ts'

const ticksPerMs = 90
/** A timestamp off by more starts the timeline anew. */
const jumpMs = 500
const ptsWrapTicks = 2 ** 33

export interface PushedSegment {
  readonly bytes: Uint8Array
  /** The encoder's own number. */
  readonly number: number
  /** As the encoder says; undefined: as its frames say. */
  readonly durationMs: number | undefined
  readonly probe: SegmentProbe
  /** The part of it that is to be transcoded. */
  readonly slice?: SegmentSlice | undefined
}

interface Last {
  readonly number: number
  readonly endTicks: number | undefined
  readonly video: string
}

/** Puts the segments that one encoder pushes by HTTP in line: number, timeline, discontinuities. */
export class PushStream {
  readonly #publisher: Publisher
  #nextSeqNo: number
  #nextStartMs: number
  #last: Last | undefined
  #isResumed: boolean

  constructor(publisher: Publisher) {
    const { resumeFrom } = publisher
    this.#publisher = publisher
    this.#nextSeqNo = resumeFrom?.nextSeqNo ?? 0
    this.#nextStartMs = (resumeFrom?.nextStartTicks ?? 0) / ticksPerMs
    this.#isResumed = resumeFrom !== undefined
  }

  /** Number of the segment that is added next. */
  get nextSeqNo(): number {
    return this.#nextSeqNo
  }

  /** @returns what comes of the segment's renditions. @throws {PublishRefusedError} when another encoder took over. */
  add(pushed: PushedSegment): Promise<DispatchOutcome> {
    const { bytes, probe } = pushed
    const durationMs = pushed.durationMs ?? probe.durationMs
    const { video, audio } = probe
    const segment: SegmentToTranscode = {
      seqNo: this.#nextSeqNo,
      bytes,
      startMs: this.#nextStartMs,
      durationMs,
      discontinuity: this.#isDiscontinuous(pushed),
      video,
      audio,
      slice: pushed.slice,
      mustReinitialise: this.#isOtherVideo(probe),
    }
    this.#nextSeqNo++
    this.#nextStartMs += durationMs
    this.#last = {
      number: pushed.number,
      endTicks: probe.firstPtsTicks === undefined ? undefined : probe.firstPtsTicks + durationMs * ticksPerMs,
      // Sound alone says nothing of the pictures before and after it.
      video: video ? describeVideo(probe) : (this.#last?.video ?? ''),
    }
    this.#isResumed = false
    const nextStartTicks = Math.round(this.#nextStartMs * ticksPerMs)
    return this.#publisher.segment(segment, {
      nextSeqNo: this.#nextSeqNo,
      nextStartTicks,
      nextAudioTicks: nextStartTicks,
      continuity: {},
    })
  }

  /** Whether codec or size changed since the last pictures. */
  #isOtherVideo(probe: SegmentProbe): boolean {
    const before = this.#last?.video ?? ''
    return before !== '' && probe.video !== undefined && describeVideo(probe) !== before
  }

  #isDiscontinuous({ number, probe }: PushedSegment): boolean {
    const last = this.#last
    if (!last) return this.#isResumed
    if (number !== last.number + 1 || this.#isOtherVideo(probe)) return true
    if (probe.firstPtsTicks === undefined || last.endTicks === undefined) return false
    const off = (((probe.firstPtsTicks - last.endTicks) % ptsWrapTicks) + ptsWrapTicks) % ptsWrapTicks
    return Math.min(off, ptsWrapTicks - off) > jumpMs * ticksPerMs
  }
}

/**
 * Reads a pushed segment. One with sound alone is taken, and passed through.
 * @returns undefined when it holds neither, or pictures that cannot be begun with.
 * @throws as `probeSegment`.
 */
export function probePushed(bytes: Uint8Array): SegmentProbe | undefined {
  const probe = probeSegment(bytes)
  const isUsable = probe.video
    ? probe.startsWithKeyframe
    : probe.videoFrames === 0 && probe.audio !== undefined
  return isUsable ? probe : undefined
}

function describeVideo({ video }: SegmentProbe): string {
  return video ? `${video.codec} ${video.widthPx}x${video.heightPx}` : ''
}
