import { type AacConfig, parseAacConfig } from '../flv/aac-config.ts'
import { parseAudioTag } from '../flv/audio-tag.ts'
import { MalformedTagError } from '../flv/errors.ts'
import { parseVideoTag, type VideoTag } from '../flv/video-tag.ts'
import { parseAvcConfig } from '../h264/avc-config.ts'
import { nalType, splitAvcc, typeOfNal } from '../h264/nal.ts'
import { maxAacFrameBytes } from '../mpegts/adts.ts'
import { ticksPerMs, ticksPerSecond } from '../mpegts/constants.ts'
import { AudioTimeline } from './audio-timeline.ts'
import { Cadence } from './cadence.ts'
import { KeyframeMissingError } from './errors.ts'
import { OpenSegment } from './open-segment.ts'
import { PictureWait } from './picture-wait.ts'
import { PublisherClock } from './publisher-clock.ts'
import type { SegmenterCursor, SegmenterDependencies, SegmenterOptions } from './types.ts'
import { VideoParameters } from './video-parameters.ts'

/** A keyframe this little before the target still ends the segment: encoders count frames, not time. */
const cutSlackMs = 50
/** Audio kept for the first keyframe, about five seconds. */
const maxEarlyAudio = 256
/** 300 s at 240 frames a second with audio: more parts than that are made to cost memory. */
const maxFramesInSegment = 100_000
/** Sound may run on this far past the last picture; what follows then leaves its first frames out. */
const maxAudioOverlapTicks = 9_000
const assumedFrameTicks = ticksPerSecond / 30

type FrameTag = Extract<VideoTag, { kind: 'frame' }>

interface EarlyAudio {
  readonly data: Uint8Array
  readonly timestampMs: number
}

/**
 * Cuts what a publisher sends as FLV tags into segments that each begin with an IDR picture. Pure: no
 * clock, no I/O. Tag bytes are kept until their segment is emitted, so the caller must not reuse them.
 */
export class Segmenter {
  readonly #targetDurationMs: number
  readonly #maxDurationMs: number
  readonly #maxSegmentBytes: number
  readonly #wait: PictureWait
  readonly #startTicks: number
  readonly #emit: SegmenterDependencies['emit']
  readonly #videoCadence: Cadence
  readonly #audioTimeline: AudioTimeline
  #cursor: SegmenterCursor
  #discontinuity: boolean
  #clock: PublisherClock | undefined
  readonly #parameters = new VideoParameters()
  #aac: AacConfig | undefined
  #open: OpenSegment | undefined
  #hadAudio: boolean | undefined
  /** The next keyframe must start a segment, and decoders anew. */
  #isRenewed = false
  /** Frames before the next keyframe cannot be decoded. */
  #needsKeyframe = true
  /** By how much decoding must run ahead of the encoder's time, when it gives negative composition times. */
  #dtsShiftTicks = 0
  #earlyAudio: EarlyAudio[] = []

  constructor(options: SegmenterOptions, { emit }: SegmenterDependencies) {
    this.#targetDurationMs = options.targetDurationMs ?? 2_000
    this.#maxDurationMs = options.maxDurationMs ?? 30_000
    this.#maxSegmentBytes = options.maxSegmentBytes ?? 64 * 1024 * 1024
    this.#wait = new PictureWait({ maxWaitMs: options.maxVideoWaitMs ?? 10_000 })
    this.#cursor = options.resumeFrom ?? {
      nextSeqNo: 0,
      nextStartTicks: 0,
      nextAudioTicks: 0,
      continuity: {},
    }
    this.#discontinuity = options.resumeFrom !== undefined
    this.#startTicks = this.#cursor.nextStartTicks
    this.#videoCadence = new Cadence({ notBeforeTicks: this.#startTicks })
    const { nextAudioTicks } = this.#cursor
    this.#audioTimeline = new AudioTimeline({ startTicks: Math.max(this.#startTicks, nextAudioTicks) })
    this.#emit = emit
  }

  /** Where the next segmenter of this stream goes on; complete after {@link end}. */
  get cursor(): SegmenterCursor {
    return this.#cursor
  }

  /**
   * Takes the body of a video tag in.
   * @throws {UnsupportedCodecError} when it is not H.264.
   * @throws {MalformedTagError | MalformedH264Error} when it is broken.
   * @throws {KeyframeMissingError} when no keyframe comes within the bounds.
   */
  video(tag: Uint8Array, timestampMs: number): void {
    const parsed = parseVideoTag(tag)
    if (parsed.kind === 'config' && parsed.config.length > 0) this.#announce(parsed.config)
    if (parsed.kind !== 'frame' || parsed.data.length === 0) return
    this.#wait.sawVideo()
    const keyframe = this.#readFrame(parsed)
    if (this.#needsKeyframe && !keyframe) this.#wait.unusable(timestampMs)
    else this.#frame(parsed, timestampMs, keyframe)
  }

  /**
   * Takes the body of an audio tag in.
   * @throws {UnsupportedCodecError} when it is not AAC.
   * @throws {MalformedTagError} when it is broken.
   * @throws {NoVideoError} when sound comes and no picture.
   */
  audio(tag: Uint8Array, timestampMs: number): void {
    const parsed = parseAudioTag(tag)
    // An encoder that does not know its configuration yet may send an empty one.
    if (parsed.kind === 'config' && parsed.config.length > 0) this.#setAac(parseAacConfig(parsed.config))
    if (parsed.kind !== 'frame' || parsed.data.length === 0 || this.#aac === undefined) return
    if (parsed.data.length > maxAacFrameBytes) {
      throw new MalformedTagError({ what: 'audio tag', reason: `a frame has ${parsed.data.length} bytes` })
    }
    if (this.#clock === undefined) {
      this.#earlyAudio.push({ data: parsed.data, timestampMs })
      if (this.#earlyAudio.length > maxEarlyAudio) this.#earlyAudio.shift()
      this.#wait.unusable(timestampMs)
    } else this.#audioFrame(this.#clock, parsed.data, timestampMs)
  }

  /** Emits what is left. Nothing may follow. */
  end(): void {
    const open = this.#open
    if (open === undefined) return
    const spanTicks = this.#videoCadence.lastTicks - open.startTicks
    const stepTicks =
      open.videoFrames > 1
        ? spanTicks / (open.videoFrames - 1)
        : (this.#videoCadence.periodTicks ?? assumedFrameTicks)
    const videoEndTicks = this.#videoCadence.lastTicks + Math.round(stepTicks)
    this.#cut(open, Math.max(videoEndTicks, this.#audioTimeline.endTicks - maxAudioOverlapTicks))
    this.#open = undefined
  }

  /** @returns whether decoding can begin with this frame. */
  #readFrame({ data }: FrameTag): boolean {
    const config = this.#parameters.current
    if (config === undefined) return false
    const nals = splitAvcc(data, config.lengthSize)
    const keyframe = nals.some((nal) => typeOfNal(nal) === nalType.idr)
    if (keyframe && this.#parameters.keyframe(config, nals)) this.#renew()
    return keyframe
  }

  #announce(config: Uint8Array): void {
    if (this.#parameters.announce(parseAvcConfig(config))) this.#renew()
  }

  #renew(): void {
    this.#needsKeyframe = true
    this.#isRenewed = true
  }

  #setAac(aac: AacConfig): void {
    const isChanged = this.#aac !== undefined && JSON.stringify(this.#aac) !== JSON.stringify(aac)
    this.#aac = aac
    this.#audioTimeline.setSampleRate(aac.sampleRateHz)
    if (isChanged) this.#isRenewed = true
  }

  #frame({ data, compositionTimeMs }: FrameTag, timestampMs: number, keyframe: boolean): void {
    this.#clock ??= new PublisherClock({ rawMs: timestampMs, startMs: this.#startTicks / ticksPerMs })
    const clock = this.#clock
    if (keyframe) this.#setVideoPeriod()
    const offsetTicks = this.#videoCadence.snapSpan(compositionTimeMs)
    this.#dtsShiftTicks = Math.max(this.#dtsShiftTicks, -offsetTicks)
    const decodeMs = clock.read('video', timestampMs)
    const dtsTicks = this.#videoCadence.snap(decodeMs - this.#dtsShiftTicks / ticksPerMs)
    const undelayedTicks = this.#dtsShiftTicks === 0 ? dtsTicks : decodeMs * ticksPerMs
    const ptsTicks = Math.max(dtsTicks, Math.round(undelayedTicks + offsetTicks))
    if (keyframe) this.#keyframe(dtsTicks)
    const open = this.#open
    if (open === undefined) return
    open.video({ data, keyframe, ptsTicks, dtsTicks })
    this.#checkBounds(open, dtsTicks)
    this.#releaseEarlyAudio(clock, timestampMs)
  }

  #setVideoPeriod(): void {
    const rate = this.#parameters.current?.parameters.frameRate
    this.#videoCadence.periodTicks = rate && (ticksPerSecond * rate.denominator) / rate.numerator
  }

  #keyframe(dtsTicks: number): void {
    const config = this.#parameters.current
    if (config === undefined) return
    const open = this.#open
    this.#needsKeyframe = false
    this.#wait.over()
    if (open !== undefined) {
      const elapsedMs = (dtsTicks - open.startTicks) / ticksPerMs
      if (!this.#isRenewed && elapsedMs < this.#targetDurationMs - cutSlackMs) return
      this.#cut(open, dtsTicks)
      if (this.#isRenewed) this.#discontinuity = true
    }
    this.#isRenewed = false
    this.#open = new OpenSegment({ startTicks: dtsTicks, config })
  }

  #cut(open: OpenSegment, endTicks: number): void {
    const hasAudio = this.#aac !== undefined
    const hasOtherTracks = this.#hadAudio !== undefined && this.#hadAudio !== hasAudio
    const { segment, continuity } = open.close({
      seqNo: this.#cursor.nextSeqNo,
      endTicks,
      discontinuity: this.#discontinuity || hasOtherTracks,
      audio: this.#aac,
      continuity: this.#cursor.continuity,
    })
    this.#cursor = {
      nextSeqNo: segment.seqNo + 1,
      nextStartTicks: endTicks,
      nextAudioTicks: this.#audioTimeline.endTicks,
      continuity,
    }
    this.#hadAudio = hasAudio
    this.#discontinuity = false
    this.#emit(segment)
  }

  #audioFrame(clock: PublisherClock, data: Uint8Array, timestampMs: number): void {
    const aac = this.#aac
    const ptsTicks = this.#audioTimeline.place(clock.read('audio', timestampMs))
    const open = this.#open
    if (aac === undefined || open === undefined || ptsTicks === undefined) return
    open.audio({ config: aac, data, ptsTicks })
    this.#checkBounds(open, ptsTicks)
  }

  /** Sound that came before the first picture, but belongs beside it. */
  #releaseEarlyAudio(clock: PublisherClock, pictureMs: number): void {
    if (this.#earlyAudio.length === 0) return
    const early = this.#earlyAudio.filter(({ timestampMs }) => ((timestampMs - pictureMs) | 0) >= 0)
    this.#earlyAudio = []
    for (const { data, timestampMs } of early) this.#audioFrame(clock, data, timestampMs)
  }

  #checkBounds(open: OpenSegment, atTicks: number): void {
    const durationMs = Math.round((atTicks - open.startTicks) / ticksPerMs)
    const { sizeBytes, frameCount } = open
    const isPassed =
      durationMs > this.#maxDurationMs || sizeBytes > this.#maxSegmentBytes || frameCount > maxFramesInSegment
    if (isPassed) throw new KeyframeMissingError({ durationMs, sizeBytes })
  }
}
