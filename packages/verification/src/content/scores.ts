import { type Detail, frameTicksOf, type Plane, type VideoSamples } from '@millrace/media/samples'
import { type Colour, colourOf } from './colour.ts'
import { type TileBias, tileBiasOf } from './overlay.ts'
import { type Pair, pairByTime } from './pair.ts'
import { pairThumbs } from './pair-thumbs.ts'
import { halve } from './plane.ts'
import { ssim } from './ssim.ts'
import { type Motion, motionOf, type TimeShift, timeShiftOf } from './temporal.ts'
import { type DetailSums, detailKept, detailLikeness, detailSums } from './texture.ts'

/** How close a rendition is to its source. A score is undefined where the source says nothing of it. */
export interface ContentScores {
  /** Share of the rendition's frames that have one of the source at their time, from 0 to 1. */
  readonly matchedShare: number
  readonly motion: Motion | undefined
  readonly timeShift: TimeShift
  readonly tileBias: TileBias
  readonly colour: Colour
  /** Structural similarity at a small size: mean, from −1 to 1. */
  readonly similarity: number
  /** Coded pictures of the rendition. */
  readonly sizeBytes: number
  readonly quality: QualityScores
}

/** What only shows at the rendition's own size, and depends on what is in the picture. */
export interface QualityScores {
  /**
   * Share of the source's edges and detail that is there, as a multiple of that share at a quarter of the size: low where the
   * finest is missing, and little else.
   */
  readonly fineness: number
  /** How alike edges and detail are at half the size, from −1 to 1. */
  readonly likeness: number
  /** Share of the edges and detail of the source's colours that is there. */
  readonly colourSharpness: number
}

/** Half a frame at 15 frames a second: pictures that are farther apart in time do not show the same. */
const toleranceTicks = 3_000

/**
 * Compares what was looked at of a source and of a rendition.
 * @returns undefined when no still or no detail of the two is of the same time.
 * @throws {RangeError} when their sizes differ.
 */
export function contentScores(source: VideoSamples, rendition: VideoSamples): ContentScores | undefined {
  // A frame between two of the source is no farther than half of one from the nearer, in the mean.
  const tolerance = Math.max(toleranceTicks, Math.ceil(frameTicksOf(source.thumbs.map(({ pts }) => pts)) / 2))
  const pairs = pairThumbs(source.thumbs, rendition.thumbs, tolerance)
  const shown = new Map(pairs.map((pair) => [pair.rendition.pts, pair.source.pts]))
  const stills = pairShown(source.stills, rendition.stills, { shown, tolerance })
  const details = pairShown(source.details, rendition.details, { shown, tolerance })
  if (stills.length === 0 || details.length === 0) return undefined
  return {
    matchedShare: pairs.length / rendition.thumbs.length,
    motion: motionOf(pairs),
    timeShift: timeShiftOf(source.thumbs, pairs),
    tileBias: tileBiasOf(pairs),
    colour: colourOf(pairs),
    similarity: mean(stills.map(({ source, rendition }) => ssim(source.luma, rendition.luma))),
    sizeBytes: rendition.sizeBytes,
    quality: qualityOf(details),
  }
}

interface Shown {
  /** By the time of a rendition's frame the time of the source's that it shows. */
  readonly shown: ReadonlyMap<number, number>
  readonly tolerance: number
}

/** With what each shows; where that was not looked at closely, with the nearest in time. */
function pairShown<T extends { readonly pts: number }>(
  source: readonly T[],
  rendition: readonly T[],
  { shown, tolerance }: Shown,
): readonly Pair<T>[] {
  const byTime = new Map(source.map((one) => [one.pts, one]))
  return rendition.flatMap((one) => {
    const same = byTime.get(shown.get(one.pts) ?? Number.NaN)
    return same ? [{ source: same, rendition: one }] : pairByTime(source, [one], tolerance)
  })
}

function qualityOf(pairs: readonly Pair<Detail>[]): QualityScores {
  const lumas = pairs.map(
    ({ source, rendition }): Pair<Plane> => ({ source: source.luma, rendition: rendition.luma }),
  )
  const halves = lumas.map(halvePair)
  const colours = pairs.flatMap(({ source, rendition }) => [
    { source: source.blue, rendition: rendition.blue },
    { source: source.red, rendition: rendition.red },
  ])
  return {
    fineness: atLeast(detailKept(sumsOf(lumas))) / atLeast(detailKept(sumsOf(halves.map(halvePair)))),
    likeness: detailLikeness(sumsOf(halves)),
    colourSharpness: detailKept(sumsOf(colours)),
  }
}

/** Added to shares that are kept: where nothing is of either, there is nothing to tell. */
const leastKept = 0.05

/** An inverted picture keeps less than nothing. */
function atLeast(kept: number): number {
  return Math.max(0, kept) + leastKept
}

function halvePair({ source, rendition }: Pair<Plane>): Pair<Plane> {
  return { source: halve(source), rendition: halve(rendition) }
}

function sumsOf(pairs: readonly Pair<Plane>[]): readonly DetailSums[] {
  return pairs.map(({ source, rendition }) => detailSums(source, rendition))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
