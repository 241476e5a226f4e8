import type { AacConfig } from '../flv/aac-config.ts'
import type { AvcConfig } from '../h264/avc-config.ts'
import { nalType, splitAvcc, typeOfNal } from '../h264/nal.ts'
import { ticksPerMs } from '../mpegts/constants.ts'
import { frameRateOf } from '../mpegts/probe.ts'
import { type Continuity, TsWriter } from '../mpegts/writer.ts'
import type { Segment } from '../segment.ts'

export interface VideoFrame {
  /** NAL units behind their lengths. */
  readonly data: Uint8Array
  readonly keyframe: boolean
  readonly ptsTicks: number
  readonly dtsTicks: number
}

export interface AudioFrame {
  readonly config: AacConfig
  readonly data: Uint8Array
  readonly ptsTicks: number
}

export interface SegmentFacts {
  readonly seqNo: number
  readonly endTicks: number
  readonly discontinuity: boolean
  readonly audio: AacConfig | undefined
  readonly continuity: Continuity
}

/** Time stamps in the transport stream begin here, so that its clock, which runs ahead, never is negative. */
const baseTicks = 90_000
/** Our delimiter and parameter sets replace the encoder's; filler only fills. */
const leftOutTypes: readonly number[] = [nalType.accessUnitDelimiter, 12]
const parameterTypes: readonly number[] = [nalType.sps, nalType.pps]
/** Room for packet headers and stuffing of one frame. */
const frameOverheadBytes = 400

/** Frames since the last cut, kept as they came until the segment is whole. */
export class OpenSegment {
  readonly startTicks: number
  readonly #config: AvcConfig
  readonly #frames: (VideoFrame | AudioFrame)[] = []
  #videoFrames = 0
  #sizeBytes = 0

  constructor({ startTicks, config }: { startTicks: number; config: AvcConfig }) {
    this.startTicks = startTicks
    this.#config = config
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  get frameCount(): number {
    return this.#frames.length
  }

  get videoFrames(): number {
    return this.#videoFrames
  }

  video(frame: VideoFrame): void {
    this.#frames.push(frame)
    this.#videoFrames++
    this.#sizeBytes += frame.data.length
  }

  audio(frame: AudioFrame): void {
    this.#frames.push(frame)
    this.#sizeBytes += frame.data.length
  }

  /** Writes the transport stream. */
  close(facts: SegmentFacts): { readonly segment: Segment; readonly continuity: Continuity } {
    const { seqNo, endTicks, discontinuity, audio } = facts
    const writer = new TsWriter({
      sizeHintBytes: this.#sizeBytes * 1.05 + this.#frames.length * frameOverheadBytes,
      continuity: facts.continuity,
    })
    writer.tables({ hasAudio: audio !== undefined })
    for (const frame of this.#frames) this.#write(writer, frame)
    const startMs = Math.round(this.startTicks / ticksPerMs)
    const { codec, widthPx, heightPx, frameRate } = this.#config.parameters
    const fps = frameRateOf(frameRate, this.#videoFrames, endTicks - this.startTicks)
    const segment: Segment = {
      seqNo,
      bytes: writer.take(),
      startMs,
      durationMs: Math.round(endTicks / ticksPerMs) - startMs,
      discontinuity,
      video: { codec, widthPx, heightPx, fps },
      audio: audio && { codec: audio.codec, sampleRateHz: audio.sampleRateHz, channels: audio.channels },
    }
    return { segment, continuity: writer.continuity }
  }

  #write(writer: TsWriter, frame: VideoFrame | AudioFrame): void {
    const ptsTicks = baseTicks + frame.ptsTicks
    if ('config' in frame) {
      writer.audio({ config: frame.config, data: frame.data, ptsTicks })
      return
    }
    const { keyframe } = frame
    const kept = splitAvcc(frame.data, this.#config.lengthSize).filter((nal) => {
      const type = typeOfNal(nal)
      return !leftOutTypes.includes(type) && !(keyframe && parameterTypes.includes(type))
    })
    const nals = keyframe ? [...this.#config.sps, ...this.#config.pps, ...kept] : kept
    writer.video({ nals, ptsTicks, dtsTicks: baseTicks + frame.dtsTicks, keyframe })
  }
}
