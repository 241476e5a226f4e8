/** Frame times that differ less, as a part of each other, are of one rate. */
const sameRate = 0.02
/** On each side, whatever times say: each frame within reach may be looked at closely, and held in memory. */
const mostFrames = 3
/** Times are rounded to ticks. */
const roundingTicks = 2

/** Mean time from frame to frame; 0 where there is but one. @param times in order, in 90 kHz ticks. */
export function frameTicksOf(times: readonly number[]): number {
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  return times.length < 2 ? 0 : (last - first) / (times.length - 1)
}

/**
 * How far in time a frame of a rendition may be from the one of its source that it shows, in ticks; 0: at the source's rate it
 * is the nearest. At another rate, who makes it chooses: the last frame before, the nearest, or the last one whose time
 * rounds to it.
 * @param sourceTimes as those of the rendition, in order.
 */
export function reachOf(sourceTimes: readonly number[], renditionTimes: readonly number[]): number {
  const [from, to] = [frameTicksOf(sourceTimes), frameTicksOf(renditionTimes)]
  if (from === 0 || to === 0 || Math.abs(to / from - 1) < sameRate) return 0
  return Math.max(from, Math.min(to / 2, mostFrames * from)) + roundingTicks
}

/**
 * Places of the frames of a source that a frame of a rendition may show: that of the nearest, and of those beside it that
 * are within reach.
 * @param times of the source, in order.
 * @param nearest the place of the one nearest to `time`.
 * @param reachTicks as {@link reachOf} gives it.
 */
export function placesShown(
  times: readonly number[],
  {
    nearest,
    time,
    reachTicks,
  }: { readonly nearest: number; readonly time: number; readonly reachTicks: number },
): readonly number[] {
  const first = Math.max(0, nearest - mostFrames)
  return times.slice(first, nearest + mostFrames + 1).flatMap((other, index) => {
    const place = first + index
    return place === nearest || Math.abs(other - time) < reachTicks ? place : []
  })
}
