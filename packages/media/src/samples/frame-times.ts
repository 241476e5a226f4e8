/** Frame times that differ less, as a part of each other, are of one rate. */
const sameRate = 0.02
/** Whatever a rendition says of its times: each frame within reach may be looked at closely, and held in memory. */
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
