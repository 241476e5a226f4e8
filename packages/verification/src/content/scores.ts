import { type Colour, colourOf } from './colour.ts'
import { hashDistanceOf } from './hash-distance.ts'
import { type TileBias, tileBiasOf } from './overlay.ts'
import { psnrDb } from './plane.ts'
import { type Pair, pairByTime, type Still, type VideoSamples } from './samples.ts'
import { ssim } from './ssim.ts'
import { type Motion, motionOf, type TimeShift, timeShiftOf } from './temporal.ts'
import { blockinessOf, sharpnessOf } from './texture.ts'

/** How close a rendition is to its source. A score is undefined where the source says nothing of it. */
export interface ContentScores {
  /** Share of the rendition's frames that have one of the source at their time, from 0 to 1. */
  readonly matchedShare: number
  readonly motion: Motion | undefined
  readonly timeShift: TimeShift
  readonly tileBias: TileBias
  readonly colour: Colour
  /** Mean number of bits, of 64, in which perceptual hashes differ. */
  readonly hashDistance: number
  /** Structural similarity at a small size: mean, from −1 to 1. */
  readonly similarity: number
  /** Signal-to-noise ratio at a small size: the worst, in dB. */
  readonly worstPsnrDb: number
  readonly quality: QualityScores
}

/** What only shows at the rendition's own size, and depends on what is in the picture. */
export interface QualityScores {
  /** Structural similarity: mean, from −1 to 1. */
  readonly similarity: number
  /** Edges and detail, as a multiple of the source's. */
  readonly sharpness: number
  /** Steps between blocks, as a multiple of the source's. */
  readonly blockiness: number
}

/** Half a frame at 15 frames a second: pictures that are farther apart in time do not show the same. */
const toleranceTicks = 3_000

/**
 * Compares what was looked at of a source and of a rendition.
 * @throws {RangeError} when no still or detail of the two is of the same time, or their sizes differ.
 */
export function contentScores(source: VideoSamples, rendition: VideoSamples): ContentScores {
  const pairs = pairByTime(source.thumbs, rendition.thumbs, toleranceTicks)
  const stills = somePairs(source.stills, rendition.stills)
  return {
    matchedShare: rendition.thumbs.length === 0 ? 0 : pairs.length / rendition.thumbs.length,
    motion: motionOf(pairs),
    timeShift: timeShiftOf(source.thumbs, pairs),
    tileBias: tileBiasOf(pairs),
    colour: colourOf(pairs),
    hashDistance: hashDistanceOf(stills),
    similarity: mean(stills, ({ source, rendition }) => ssim(source.luma, rendition.luma)),
    worstPsnrDb: Math.min(...stills.map(({ source, rendition }) => psnrDb(source.luma, rendition.luma))),
    quality: qualityScores(source.details, rendition.details),
  }
}

/** @throws {RangeError} when no details of the two are of the same time, or their sizes differ. */
export function qualityScores(source: readonly Still[], rendition: readonly Still[]): QualityScores {
  const pairs = somePairs(source, rendition)
  const ratioOf = (figure: (plane: Still['luma']) => number) =>
    sum(pairs, ({ rendition }) => figure(rendition.luma)) / sum(pairs, ({ source }) => figure(source.luma))
  return {
    similarity: mean(pairs, ({ source, rendition }) => ssim(source.luma, rendition.luma)),
    sharpness: ratioOf((plane) => sharpnessOf(plane) + leastSharpness),
    blockiness: ratioOf(blockinessOf),
  }
}

/** Added to both sides, so that a picture without detail is as sharp as another. */
const leastSharpness = 0.05

function somePairs(source: readonly Still[], rendition: readonly Still[]): readonly Pair<Still>[] {
  const pairs = pairByTime(source, rendition, toleranceTicks)
  if (pairs.length === 0) throw new RangeError('No two pictures are of the same time.')
  return pairs
}

function sum<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((total, item) => total + figure(item), 0)
}

function mean<T>(items: readonly T[], figure: (item: T) => number): number {
  return sum(items, figure) / items.length
}
