import { reachOf, type Thumb } from '@millrace/media/samples'
import { type Pair, pairByTime } from './pair.ts'
import { meanDifference } from './plane.ts'

/**
 * The frame of the source that each frame of the rendition shows: the nearest in time, or at another rate the most alike of
 * those that whoever made it may have chosen.
 * @param toleranceTicks as for {@link pairByTime}.
 */
export function pairThumbs(
  source: readonly Thumb[],
  rendition: readonly Thumb[],
  toleranceTicks: number,
): readonly Pair<Thumb>[] {
  const nearest = pairByTime(source, rendition, toleranceTicks)
  const reachTicks = reachOf(timesOf(source), timesOf(rendition))
  if (reachTicks === 0) return nearest
  const places = new Map(source.map((thumb, index) => [thumb, index]))
  return nearest.map(({ source: near, rendition: shown }) => {
    let best = { thumb: near, difference: meanDifference(near.luma, shown.luma) }
    for (const step of [-1, 1]) {
      for (let at = (places.get(near) ?? 0) + step; ; at += step) {
        const thumb = source[at]
        if (!thumb || Math.abs(thumb.pts - shown.pts) >= reachTicks) break
        const difference = meanDifference(thumb.luma, shown.luma)
        if (difference < best.difference) best = { thumb, difference }
      }
    }
    return { source: best.thumb, rendition: shown }
  })
}

function timesOf(thumbs: readonly Thumb[]): readonly number[] {
  return thumbs.map(({ pts }) => pts)
}
