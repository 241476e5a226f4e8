import type { Address } from '@millrace/crypto'
import { type Profile, probeSegment, type Segment, type SegmentProbe } from '@millrace/media'
import type { ReasonCode } from '@millrace/verification'
import { isSignedBy, type TranscodeData } from '@millrace/wire'
import type { CheckedRendition, SegmentResult } from '../dispatch/types.ts'
import { AttemptError, RefusedResultError } from '../errors.ts'

/** Orchestrators themselves refuse to hand out less. */
const leastBytes = 25
/** What a rendition may weigh above its ordered rate, for short segments and hard pictures. */
const slackBytes = 4_000_000
const slackFactor = 10
/** Frames that an encoder may give above the ordered rate. */
const slackFrames = 3

/** Most bytes worth fetching of a rendition. */
export function maxRenditionBytes({ bitrateBps }: Profile, durationMs: number): number {
  return Math.ceil(slackBytes + (slackFactor * bitrateBps * durationMs) / 8_000)
}

export interface ResultToCheck extends Pick<SegmentResult, 'price' | 'exchange'> {
  readonly segment: Segment
  readonly profiles: readonly Profile[]
  /** Who must have signed; undefined off chain. */
  readonly signer: Address | undefined
  readonly data: TranscodeData
  /** In the order of the profiles. */
  readonly files: readonly Uint8Array[]
}

/**
 * Holds a result against what was ordered: number, signature, sizes, and the pixels that are paid for, counted here.
 * @throws {AttemptError} `BAD_RESULT` for one that nobody has signed as it is.
 * @throws {RefusedResultError} for one that is signed, with the first thing that does not hold.
 */
export function checkResult({ data, files, ...ordered }: ResultToCheck): CheckedRendition[] {
  const { segment, profiles, signer, price, exchange } = ordered
  if (data.segments.length !== profiles.length || files.length !== profiles.length) {
    throw bad(`${files.length} renditions came for ${profiles.length} profiles`)
  }
  if (signer !== undefined && !isSignedBy(signer, files, data)) {
    throw bad('the renditions are not signed by their orchestrator')
  }
  const renditions = files.map((bytes, index) => ({ bytes, pixels: data.segments[index]?.pixels ?? 0n }))
  return renditions.map(({ bytes, pixels: claimedPixels }, index) => {
    const profile = profiles[index] as Profile
    const refusal = (code: ReasonCode, what: string, cause?: unknown) => {
      const fault = { index, code, message: `Rendition ${profile.name} ${what}.` }
      return new RefusedResultError({ refused: { price, exchange, renditions, fault }, cause })
    }
    return checkRendition({ segment, profile, bytes, claimedPixels }, refusal)
  })
}

interface RenditionToCheck {
  readonly segment: Segment
  readonly profile: Profile
  readonly bytes: Uint8Array
  readonly claimedPixels: bigint
}

type Refuse = (code: ReasonCode, what: string, cause?: unknown) => RefusedResultError

function checkRendition(
  { segment, profile, bytes, claimedPixels }: RenditionToCheck,
  refusal: Refuse,
): CheckedRendition {
  if (bytes.length < leastBytes) throw refusal('UNREADABLE', 'is empty')
  const { video, audio, videoFrames, pixels } = probe(bytes, refusal)
  if (!video) throw refusal('NO_VIDEO', 'has no picture')
  if (pixels !== claimedPixels)
    throw refusal('WRONG_PIXEL_COUNT', `has ${pixels} pixels, ${claimedPixels} are claimed`)
  const longest = Math.max(profile.widthPx, profile.heightPx)
  if (video.widthPx > longest || video.heightPx > longest)
    throw refusal('WRONG_SIZE', `is ${video.widthPx}x${video.heightPx}, larger than ordered`)
  const sourceFps = segment.video?.fps ?? 0
  const orderedFps = profile.fps === 0 ? sourceFps : profile.fps / profile.fpsDen
  const mostFrames = Math.ceil((orderedFps * segment.durationMs) / 1000) * 1.05 + slackFrames
  if (orderedFps > 0 && videoFrames > mostFrames)
    throw refusal('WRONG_FRAME_COUNT', `has ${videoFrames} frames, more than ordered`)
  return {
    name: profile.name,
    bytes,
    pixels,
    widthPx: video.widthPx,
    heightPx: video.heightPx,
    fps: video.fps,
    codecs: [video.codec, ...(audio ? [audio.codec] : [])],
  }
}

function probe(bytes: Uint8Array, refusal: Refuse): SegmentProbe {
  try {
    return probeSegment(bytes)
  } catch (cause) {
    throw refusal('UNREADABLE', 'cannot be read', cause)
  }
}

function bad(what: string): AttemptError {
  return new AttemptError({ failure: 'BAD_RESULT', detail: `The result does not hold: ${what}.` })
}
