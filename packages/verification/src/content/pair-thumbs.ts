import { placesShown, reachOf, type Thumb } from '@millrace/media/samples'
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
  const times = timesOf(source)
  const reachTicks = reachOf(times, timesOf(rendition))
  if (reachTicks === 0) return nearest
  const places = new Map(source.map((thumb, index) => [thumb, index]))
  return nearest.map(({ source: near, rendition: shown }) => {
    const around = { nearest: places.get(near) ?? 0, time: shown.pts, reachTicks }
    const differenceTo = ({ luma }: Thumb) => meanDifference(luma, shown.luma)
    let best = { thumb: near, difference: differenceTo(near) }
    for (const place of placesShown(times, around)) {
      const thumb = source[place] ?? near
      const difference = differenceTo(thumb)
      if (difference < best.difference) best = { thumb, difference }
    }
    return { source: best.thumb, rendition: shown }
  })
}

function timesOf(thumbs: readonly Thumb[]): readonly number[] {
  return thumbs.map(({ pts }) => pts)
}
