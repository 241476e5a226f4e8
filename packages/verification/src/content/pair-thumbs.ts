import type { Thumb } from '@millrace/media/samples'
import { type Pair, pairByTime } from './pair.ts'
import { meanDifference } from './plane.ts'

/** Frame times that differ less, as a part of each other, are of one rate. */
const sameRate = 0.02
/** Times are rounded to ticks. */
const roundingTicks = 2

/**
 * The frame of the source that each frame of the rendition shows. At the source's rate that is the nearest in time. At
 * another one, who makes it chooses: the last frame before, the nearest, or the last one that rounds to its time; there
 * it is the most alike that any of these might have chosen.
 * @param toleranceTicks as for {@link pairByTime}.
 */
export function pairThumbs(
  source: readonly Thumb[],
  rendition: readonly Thumb[],
  toleranceTicks: number,
): readonly Pair<Thumb>[] {
  const nearest = pairByTime(source, rendition, toleranceTicks)
  const [from, to] = [frameTicks(source), frameTicks(rendition)]
  if (from === 0 || Math.abs(to / from - 1) < sameRate) return nearest
  const reachTicks = Math.max(from, to / 2) + roundingTicks
  const places = new Map(source.map((thumb, index) => [thumb, index]))
  return nearest.map(({ source: near, rendition: shown }) => {
    const isWithin = (thumb: Thumb | undefined) =>
      thumb !== undefined && Math.abs(thumb.pts - shown.pts) <= reachTicks
    let best = { thumb: near, difference: meanDifference(near.luma, shown.luma) }
    for (const step of [-1, 1]) {
      let at = (places.get(near) ?? 0) + step
      for (let thumb = source[at]; thumb && isWithin(thumb); thumb = source[at]) {
        const difference = meanDifference(thumb.luma, shown.luma)
        if (difference < best.difference) best = { thumb, difference }
        at += step
      }
    }
    return { source: best.thumb, rendition: shown }
  })
}

/** In the mean; 0 where there is but one. */
export function frameTicks(thumbs: readonly Thumb[]): number {
  const [first, last] = [thumbs[0], thumbs.at(-1)]
  return first && last && first !== last ? (last.pts - first.pts) / (thumbs.length - 1) : 0
}
