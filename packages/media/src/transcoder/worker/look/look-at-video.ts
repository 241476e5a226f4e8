import { AV_CODEC_ID_H264, AV_NOPTS_VALUE } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import type { PictureSize } from '../../../rendition-size.ts'
import type { VideoFacts } from '../../../samples/facts.ts'
import type { Detail, Still, Thumb } from '../../../samples/samples.ts'
import { Refusal } from '../refusal.ts'
import { decodeVideo, type SegmentInput } from '../segment-input.ts'
import { sourcePicture } from '../source-picture.ts'
import { PictureSampler } from './picture-sampler.ts'

/** Twenty seconds at 60 frames a second: thumbs of more would fill the memory of whoever asked. */
const maxFrames = 1_200

/** What to look at besides a thumb of each frame, by presentation time in 90 kHz ticks. */
export interface CloseLook {
  readonly stills: ReadonlySet<number>
  readonly details: readonly { readonly size: PictureSize; readonly at: ReadonlySet<number> }[]
}

export interface LookedAtVideo {
  readonly facts: VideoFacts
  readonly thumbs: readonly Thumb[]
  readonly stills: ReadonlyMap<number, Still>
  /** By size as in `640x360`, then by time. */
  readonly details: ReadonlyMap<string, ReadonlyMap<number, Detail>>
}

/** Presentation times that the packets announce, in 90 kHz ticks and in order. */
export function announcedTimes({ video, videoPackets }: SegmentInput): readonly number[] {
  const { num, den } = video.timeBase
  return videoPackets
    .flatMap(({ pts }) => (pts === AV_NOPTS_VALUE ? [] : [toTicks(pts, num, den)]))
    .sort((a, b) => a - b)
}

export interface LookAtOptions {
  readonly close: CloseLook
  /** Nothing is sampled once a frame has another size: facts are enough then. */
  readonly expected?: PictureSize
  /** Larger pictures are not decoded. */
  readonly maxPixels?: number
  readonly resources: DisposableStack
}

/**
 * Decodes a video once.
 * @throws {Refusal} when nothing comes out, or too much.
 */
export function lookAtVideo(
  input: SegmentInput,
  { close, expected, maxPixels, resources }: LookAtOptions,
): LookedAtVideo {
  const sampler = new PictureSampler(resources)
  const thumbs: Thumb[] = []
  const stills = new Map<number, Still>()
  const details = new Map(close.details.map(({ size }) => [sizeKey(size), new Map<number, Detail>()]))
  const facts = new FactsSoFar()
  decodeVideo(input, { threads: 1, resources, maxPixels }, (frame) => {
    const { num, den } = input.video.timeBase
    const pts = toTicks(frame.pts, num, den)
    const picture = sourcePicture(frame, input.video.timeBase)
    facts.add(frame, { pts, turnDegrees: picture.turnDegrees })
    if (facts.frames > maxFrames) throw new Refusal('RUNAWAY_FRAMES', `it has more than ${maxFrames} frames`)
    if (expected && !facts.hasOnly(expected)) return
    thumbs.push(sampler.thumb(picture, pts))
    if (close.stills.has(pts) && !stills.has(pts)) stills.set(pts, sampler.still(picture, pts))
    for (const { size, at } of close.details) {
      const taken = details.get(sizeKey(size))
      if (at.has(pts) && taken && !taken.has(pts)) taken.set(pts, sampler.detail(picture, size, pts))
    }
  })
  return { facts: facts.finish(input), thumbs, stills, details }
}

export function sizeKey({ widthPx, heightPx }: PictureSize): string {
  return `${widthPx}x${heightPx}`
}

class FactsSoFar {
  frames = 0
  #size: PictureSize = { widthPx: 0, heightPx: 0 }
  #pixelAspect = 1
  #turnDegrees = 0
  #firstPts = Number.POSITIVE_INFINITY
  #lastPts = Number.NEGATIVE_INFINITY
  #isOfOneSize = true

  add(frame: Frame, { pts, turnDegrees }: { pts: number; turnDegrees: number }): void {
    const { num, den } = frame.sampleAspectRatio
    if (this.frames === 0) this.#size = { widthPx: frame.width, heightPx: frame.height }
    // The first one that differs stands for all: whoever shows it has to stop or to scale.
    else if (this.#isOfOneSize && !isSame(this.#size, frame)) {
      this.#isOfOneSize = false
      this.#size = { widthPx: frame.width, heightPx: frame.height }
    }
    if (num > 0 && den > 0 && num !== den) this.#pixelAspect = num / den
    if (turnDegrees !== 0) this.#turnDegrees = turnDegrees
    this.frames += 1
    this.#firstPts = Math.min(this.#firstPts, pts)
    this.#lastPts = Math.max(this.#lastPts, pts)
  }

  hasOnly({ widthPx, heightPx }: PictureSize): boolean {
    return this.#isOfOneSize && this.#size.widthPx === widthPx && this.#size.heightPx === heightPx
  }

  finish({ video, videoPackets }: SegmentInput): VideoFacts {
    if (this.frames === 0) throw new Refusal('UNREADABLE_SEGMENT', 'none of its video can be decoded')
    return {
      codec: video.codecpar.codecId === AV_CODEC_ID_H264 ? 'h264' : 'hevc',
      ...this.#size,
      pixelAspect: this.#pixelAspect,
      turnDegrees: this.#turnDegrees,
      frames: this.frames,
      firstPts: this.#firstPts,
      lastPts: this.#lastPts,
      beginsWithKeyframe: videoPackets[0]?.isKeyframe ?? false,
      sizeBytes: videoPackets.reduce((sum, { size }) => sum + size, 0),
    }
  }
}

function isSame({ widthPx, heightPx }: PictureSize, { width, height }: Frame): boolean {
  return widthPx === width && heightPx === height
}

function toTicks(pts: bigint, num: number, den: number): number {
  return Math.round((Number(pts) * num * 90_000) / den)
}
