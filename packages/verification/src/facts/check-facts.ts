import type { MediaFacts, VideoFacts } from '@millrace/media/samples'
import { limits } from '../limits.ts'
import type { Reason, ReasonCode } from '../reason.ts'
import type { RenditionOrder } from './rendition-order.ts'

const ticksPerSecond = 90_000
/** Encoders that change the frame rate begin or end by one frame more or less. */
const spareFrames = 1
/** Even sizes are not exactly of the source's shape: 426 × 240 is 640:639. */
const spareAspect = 0.02

export interface FactsToCheck {
  readonly order: RenditionOrder
  readonly source: MediaFacts
  readonly rendition: MediaFacts
  /** Whether the orchestrator's signature is of these bytes. */
  readonly isSigned: boolean
  /** Frames × width × height as the orchestrator says it is to be paid for; undefined where nothing was said. */
  readonly claimedPixels: bigint | undefined
}

/** Compares what a rendition is with what was ordered of it. Costs no picture. @returns every difference */
export function checkFacts(facts: FactsToCheck): readonly Reason[] {
  const { order, source, rendition, isSigned, claimedPixels } = facts
  if (!isSigned) return [bad('NOT_SIGNED', 'The signature is not of these bytes.')]
  if (!source.video) throw new RangeError('A source without video cannot be transcoded.')
  if (!rendition.video) return [bad('NO_VIDEO', 'There is no video in the rendition.')]
  return [
    ...checkCodec(order, rendition.video),
    ...checkSize(order, rendition.video),
    ...checkFrames(order, source.video, rendition.video),
    ...checkTimes(order, source.video, rendition.video),
    ...checkStart(rendition.video),
    ...checkShape(order, source.video, rendition.video),
    ...checkClaim(claimedPixels, rendition.video),
    ...checkAudio(source, rendition),
    ...checkBitrate(order, rendition.video),
  ]
}

function checkCodec(order: RenditionOrder, { codec }: VideoFacts): readonly Reason[] {
  return codec === order.codec ? [] : [bad('WRONG_CODEC', `${order.codec} was ordered, this is ${codec}.`)]
}

function checkSize(order: RenditionOrder, { widthPx, heightPx }: VideoFacts): readonly Reason[] {
  if (widthPx === order.widthPx && heightPx === order.heightPx) return []
  const message = `${order.widthPx}×${order.heightPx} were ordered, these are ${widthPx}×${heightPx}.`
  return [bad('WRONG_SIZE', message)]
}

function checkFrames(order: RenditionOrder, source: VideoFacts, { frames }: VideoFacts): readonly Reason[] {
  const { framesPerSecond } = order
  const expected =
    framesPerSecond === undefined ? source.frames : Math.round(durationSeconds(source) * framesPerSecond)
  const spare = framesPerSecond === undefined ? 0 : spareFrames
  if (Math.abs(frames - expected) <= spare) return []
  return [bad('WRONG_FRAME_COUNT', `${expected} frames were ordered, these are ${frames}.`)]
}

/** The first and the last frame are where those of the source are, to within half a frame, or one of the slower of the two where the rate changes. */
function checkTimes(order: RenditionOrder, source: VideoFacts, rendition: VideoFacts): readonly Reason[] {
  const spareTicks =
    order.framesPerSecond === undefined
      ? frameTicks(source) / 2
      : Math.max(frameTicks(source), ticksPerSecond / order.framesPerSecond)
  const shifts = [rendition.firstPts - source.firstPts, rendition.lastPts - source.lastPts]
  if (shifts.every((shift) => Math.abs(shift) <= spareTicks)) return []
  const [first, last] = shifts.map((shift) => `${(shift / ticksPerSecond).toFixed(3)} s`)
  return [bad('WRONG_TIMES', `It begins ${first} and ends ${last} from where the source does.`)]
}

function checkStart({ beginsWithKeyframe }: VideoFacts): readonly Reason[] {
  return beginsWithKeyframe ? [] : [bad('NO_KEYFRAME_AT_START', 'It does not begin with a keyframe.')]
}

/** Pixels are square, or such that the whole has the shape of the source; the pictures are stored as they are shown. */
function checkShape(order: RenditionOrder, source: VideoFacts, rendition: VideoFacts): readonly Reason[] {
  const { pixelAspect, turnDegrees } = rendition
  if (turnDegrees !== 0)
    return [bad('WRONG_SHAPE', `It asks players to turn the pictures by ${turnDegrees} degrees.`)]
  const shown = (video: Pick<VideoFacts, 'widthPx' | 'heightPx'>) => video.widthPx / video.heightPx
  const keepsShape = (shown(source) * source.pixelAspect) / shown(order)
  const isNear = (aspect: number) => Math.abs(pixelAspect / aspect - 1) <= spareAspect
  if (isNear(1) || isNear(keepsShape)) return []
  return [
    bad('WRONG_SHAPE', `It asks players to show pixels ${pixelAspect.toFixed(3)} times as wide as high.`),
  ]
}

function checkClaim(claimed: bigint | undefined, video: VideoFacts): readonly Reason[] {
  const pixels = BigInt(video.frames) * BigInt(video.widthPx) * BigInt(video.heightPx)
  if (claimed === undefined || claimed === pixels) return []
  return [bad('WRONG_PIXEL_COUNT', `${claimed} pixels are claimed, these are ${pixels}.`)]
}

/** Easy pictures need fewer bits than were ordered: what is missing of them a reference tells. */
function checkBitrate({ bitrateBps }: RenditionOrder, video: VideoFacts): readonly Reason[] {
  if (bitrateBps === undefined) return []
  const share = (video.sizeBytes * 8) / durationSeconds(video) / bitrateBps
  if (share >= limits.bitrateShare) return []
  const message = `It has ${(share * 100).toFixed(0)} % of the bits that were ordered.`
  return [{ code: 'POOR_QUALITY', severity: 'doubtful', message }]
}

function checkAudio({ audio: source }: MediaFacts, { audio: rendition }: MediaFacts): readonly Reason[] {
  if (source?.codec === rendition?.codec && source?.digest === rendition?.digest) return []
  if (!source) return [bad('AUDIO_CHANGED', 'The source has no sound, and the rendition has.')]
  if (!rendition) return [bad('AUDIO_CHANGED', 'The sound of the source is missing.')]
  return [bad('AUDIO_CHANGED', 'The sound is not that of the source.')]
}

/** From the first frame to the end of the last. */
function durationSeconds(video: VideoFacts): number {
  return (video.lastPts - video.firstPts + frameTicks(video)) / ticksPerSecond
}

/** How long a frame is shown, in the mean; a video of a single frame says nothing of that. */
function frameTicks({ frames, firstPts, lastPts }: VideoFacts): number {
  return frames > 1 ? (lastPts - firstPts) / (frames - 1) : 0
}

function bad(code: ReasonCode, message: string): Reason {
  return { code, severity: 'bad', message }
}
