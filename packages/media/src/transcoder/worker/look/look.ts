import type { PictureSize } from '../../../rendition-size.ts'
import type { MediaFacts } from '../../../samples/facts.ts'
import { reachOf } from '../../../samples/frame-times.ts'
import type { VideoSamples } from '../../../samples/samples.ts'
import type { LookedAtRendition, LookResult, RenditionToLookAt } from '../../types.ts'
import { Refusal } from '../refusal.ts'
import { openSegment, type SegmentInput } from '../segment-input.ts'
import { audioFacts } from './audio-facts.ts'
import { announcedTimes, type CloseLook, type LookedAtVideo, lookAtVideo, sizeKey } from './look-at-video.ts'
import { chooseMoments, type Moments, timesShown } from './moments.ts'

interface LookOrder {
  readonly source: Uint8Array | undefined
  readonly renditions: readonly RenditionToLookAt[]
  readonly phase: number
}

/** A rendition whose samples are taken, and at what moments. */
interface Taken {
  readonly rendition: RenditionToLookAt
  readonly facts: MediaFacts
  readonly video: LookedAtVideo
  readonly moments: Moments
  /** Of all its frames, as the packets announce them. */
  readonly times: readonly number[]
}

/**
 * Decodes renditions and the source that they were made of, each once, and takes samples of both at the same moments.
 * @throws {Refusal} when the source is no video; of a rendition that is none, the result says so.
 */
export function look({ source, renditions, phase }: LookOrder): LookResult {
  const taken = renditions.map((rendition) => lookAtRendition(rendition, phase))
  if (!source) return { source: undefined, renditions: taken.map((one) => resultOf(one, undefined)) }
  using resources = new DisposableStack()
  const input = openSegment(source, resources)
  const looked = taken.filter((one): one is Taken => 'video' in one)
  const video = lookAtVideo(input, { close: closeLookFor(looked, announcedTimes(input)), resources })
  const facts = { video: video.facts, audio: audioFacts(input) }
  return { source: facts, renditions: taken.map((one) => resultOf(one, video)) }
}

function lookAtRendition(rendition: RenditionToLookAt, phase: number): Taken | LookedAtRendition {
  using resources = new DisposableStack()
  try {
    const input = openSegment(rendition.bytes, resources, rendition.format)
    const maxPixels = pixelBound(rendition)
    refuseHuge(input, maxPixels)
    const times = announcedTimes(input)
    const moments = chooseMoments(times, phase)
    const close: CloseLook = {
      stills: new Set(moments.stills),
      details: [{ size: rendition, at: new Set(moments.details) }],
    }
    const video = lookAtVideo(input, { close, expected: rendition, maxPixels, resources })
    return { rendition, facts: { video: video.facts, audio: audioFacts(input) }, video, moments, times }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { type: 'refused', code: error.code, reason: error.message }
  }
}

/** Larger pictures than were ordered are wrong anyhow: what they cost is bounded by what was ordered. */
function pixelBound({ widthPx, heightPx }: PictureSize): number {
  const codedInBlocksOf = 64
  return 4 * (widthPx + codedInBlocksOf) * (heightPx + codedInBlocksOf)
}

function refuseHuge({ video: { codecpar } }: SegmentInput, maxPixels: number): void {
  if (codecpar.width * codecpar.height <= maxPixels) return
  throw new Refusal(
    'UNSUPPORTED_INPUT',
    `its pictures are ${codecpar.width}×${codecpar.height}, far larger than what was ordered`,
  )
}

function closeLookFor(looked: readonly Taken[], times: readonly number[]): CloseLook {
  const details = new Map<string, { readonly size: PictureSize; readonly at: Set<number> }>()
  const stills: number[] = []
  for (const { rendition, moments, times: renditionTimes } of looked) {
    const reachTicks = reachOf(times, renditionTimes)
    stills.push(...timesShown(times, moments.stills, reachTicks))
    const of = details.get(sizeKey(rendition)) ?? { size: rendition, at: new Set<number>() }
    for (const time of timesShown(times, moments.details, reachTicks)) of.at.add(time)
    details.set(sizeKey(rendition), of)
  }
  return { stills: new Set(stills), details: [...details.values()] }
}

function resultOf(one: Taken | LookedAtRendition, source: LookedAtVideo | undefined): LookedAtRendition {
  if (!('video' in one)) return one
  const { rendition, facts, video, moments } = one
  const samples = samplesAt(video, { rendition, moments })
  if (!source || samples.stills.length === 0) return { type: 'looked', facts, samples, source: undefined }
  const times = source.thumbs.map(({ pts }) => pts)
  const reachTicks = reachOf(times, one.times)
  const near = (list: readonly number[]) => timesShown(times, list, reachTicks)
  const nearMoments = { stills: near(moments.stills), details: near(moments.details) }
  return { type: 'looked', facts, samples, source: samplesAt(source, { rendition, moments: nearMoments }) }
}

function samplesAt(
  { thumbs, stills, details, facts }: LookedAtVideo,
  { rendition, moments }: Pick<Taken, 'rendition' | 'moments'>,
): VideoSamples {
  const pick = <T>(found: ReadonlyMap<number, T> | undefined, times: readonly number[]) =>
    [...new Set(times)].flatMap((time) => found?.get(time) ?? [])
  return {
    ...{ thumbs, sizeBytes: facts.sizeBytes },
    stills: pick(stills, moments.stills),
    details: pick(details.get(sizeKey(rendition)), moments.details),
  }
}
