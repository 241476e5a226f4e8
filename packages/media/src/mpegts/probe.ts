import { UnsupportedCodecError } from '../flv/errors.ts'
import { countPictures, type PictureCount } from '../h264/picture-counter.ts'
import type { AudioTrackInfo, VideoTrackInfo } from '../segment.ts'
import { parseAdtsHeader } from './adts.ts'
import { streamType, ticksBetween, ticksPerMs, ticksPerSecond } from './constants.ts'
import { type DemuxedSegment, type DemuxedStream, demuxSegment, type PesStart } from './reader.ts'

/** What an MPEG-TS segment holds, told without decoding. */
export interface SegmentProbe {
  /** Absent when there is no video stream or no decodable picture in it. */
  readonly video: VideoTrackInfo | undefined
  /** Absent without audio. Rate and channels are 0 when the codec is not AAC in ADTS. */
  readonly audio: AudioTrackInfo | undefined
  readonly videoFrames: number
  readonly keyframes: number
  /** Width × height, added up over all frames. */
  readonly pixels: bigint
  readonly startsWithKeyframe: boolean
  /** From the first frame's to the end of the last one; of audio, if there is no video. */
  readonly durationMs: number
  /** Earliest presentation, 90 kHz, as on the wire (33 bits); absent when no packet says. */
  readonly firstPtsTicks: number | undefined
}

const audioCodecs: Readonly<Record<number, string>> = {
  [streamType.mp1Audio]: 'mp4a.40.34',
  [streamType.mp2Audio]: 'mp4a.40.34',
  [streamType.latm]: 'mp4a.40.2',
  [streamType.ac3]: 'ac-3',
}

/** PES starts with timing, as ticks from the first. */
function relativeTimes(pes: readonly PesStart[], field: 'ptsTicks' | 'dtsTicks'): number[] {
  const times = pes.map((start) => start[field]).filter((ticks) => ticks !== undefined)
  const first = times[0] ?? 0
  return times.map((ticks) => ticksBetween(first, ticks))
}

/** Span of presentation plus one average step, which is the last picture's share. */
function spanTicks(pes: readonly PesStart[], oneFrameTicks: number): number {
  const times = relativeTimes(pes, 'ptsTicks')
  if (times.length === 0) return 0
  let [min, max] = [0, 0]
  for (const ticks of times) {
    min = Math.min(min, ticks)
    max = Math.max(max, ticks)
  }
  return max - min + (times.length > 1 ? (max - min) / (times.length - 1) : oneFrameTicks)
}

function firstPts(pes: readonly PesStart[]): number | undefined {
  let first: number | undefined
  for (const { ptsTicks } of pes) {
    if (ptsTicks !== undefined && (first === undefined || ticksBetween(first, ptsTicks) < 0)) first = ptsTicks
  }
  return first
}

function probeAudio(stream: DemuxedStream | undefined): AudioTrackInfo | undefined {
  if (stream === undefined || stream.pes.length === 0) return undefined
  if (stream.type === streamType.adts) return parseAdtsHeader(stream.bytes)
  return { codec: audioCodecs[stream.type] ?? 'unknown', sampleRateHz: 0, channels: 0 }
}

function probeVideo(count: PictureCount, durationTicks: number): VideoTrackInfo | undefined {
  const { parameters, frames } = count
  if (parameters === undefined || frames === 0) return undefined
  const { codec, widthPx, heightPx, frameRate } = parameters
  return { codec, widthPx, heightPx, fps: frameRateOf(frameRate, frames, durationTicks) }
}

/** The announced rate when the frames bear it out, else the measured one, to three decimals. */
export function frameRateOf(
  announced: { readonly numerator: number; readonly denominator: number } | undefined,
  frames: number,
  durationTicks: number,
): number {
  const round = (fps: number) => Math.round(fps * 1000) / 1000
  const measured = durationTicks > 0 ? (frames * ticksPerSecond) / durationTicks : 0
  if (announced === undefined) return round(measured)
  const fps = announced.numerator / announced.denominator
  // One frame more or less is no contradiction in a short segment.
  const isBorneOut = Math.abs(measured - fps) <= fps * Math.max(0.03, 1.5 / frames)
  return round(isBorneOut || measured === 0 ? fps : measured)
}

function countOf(video: DemuxedStream | undefined): PictureCount {
  if (video === undefined) return countPictures(new Uint8Array(0))
  if (video.type !== streamType.h264) {
    throw new UnsupportedCodecError({ kind: 'video', codec: 'H.265', accepted: 'H.264' })
  }
  return countPictures(video.bytes)
}

function oneFrameTicks(count: PictureCount): number {
  const rate = count.parameters?.frameRate
  return rate === undefined ? 0 : (ticksPerSecond * rate.denominator) / rate.numerator
}

function describe({ video, audio }: DemuxedSegment): SegmentProbe {
  const count = countOf(video)
  const timed = video !== undefined && count.frames > 0 ? video.pes : (audio?.pes ?? [])
  const durationTicks = spanTicks(timed, oneFrameTicks(count))
  return {
    video: probeVideo(count, durationTicks),
    audio: probeAudio(audio),
    videoFrames: count.frames,
    keyframes: count.keyframes,
    pixels: BigInt(count.pixels),
    startsWithKeyframe: count.startsWithKeyframe,
    durationMs: Math.round(durationTicks / ticksPerMs),
    firstPtsTicks: firstPts(timed),
  }
}

/**
 * Looks into an MPEG-TS segment: tracks, frames, keyframes, duration. Nothing is decoded; hostile bytes are
 * bounded in time and memory by their own length.
 * @throws {MalformedTsError} when the bytes are not MPEG-TS.
 * @throws {MalformedH264Error} when the video's parameters are broken.
 * @throws {UnsupportedCodecError} when the video is not H.264.
 */
export function probeSegment(bytes: Uint8Array): SegmentProbe {
  return describe(demuxSegment(bytes))
}

/**
 * Pixels of all frames of a segment: what a rendition is paid by.
 * @throws as {@link probeSegment}.
 */
export function countPixels(bytes: Uint8Array): bigint {
  return BigInt(countOf(demuxSegment(bytes).video).pixels)
}
