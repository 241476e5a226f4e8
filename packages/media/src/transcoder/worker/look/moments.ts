import { placesShown } from '../../../samples/frame-times.ts'

/** Which frames are looked at closely, by their presentation times in 90 kHz ticks. */
export interface Moments {
  readonly stills: readonly number[]
  /** Some of the stills. */
  readonly details: readonly number[]
}

const stillCount = 8
/** Every so many of the stills. */
const detailEvery = 3

/**
 * Spreads moments evenly over frames.
 * @param times presentation times of all frames, in order.
 * @param phase from 0 to 1: where within each part; whoever does not know it cannot know which frames are spared.
 */
export function chooseMoments(times: readonly number[], phase: number): Moments {
  const count = Math.min(stillCount, times.length)
  const stills = Array.from({ length: count }, (_, part) => {
    const [from, to] = [
      Math.ceil((part * times.length) / count),
      Math.ceil(((part + 1) * times.length) / count),
    ]
    return times[Math.min(from + Math.floor(phase * (to - from)), to - 1)] ?? 0
  })
  return { stills, details: stills.filter((_, index) => index % detailEvery === 0) }
}

/**
 * Which frames may be shown at any of the moments: for each the nearest, and all within reach.
 * @param times of all frames, in order.
 * @param reachTicks as `reachOf` gives it.
 */
export function timesShown(
  times: readonly number[],
  moments: readonly number[],
  reachTicks: number,
): readonly number[] {
  return moments.flatMap((time) => {
    const distance = (place: number) => Math.abs((times[place] ?? Infinity) - time)
    const nearest = times.reduce((best, _, place) => (distance(place) < distance(best) ? place : best), 0)
    return placesShown(times, { nearest, time, reachTicks }).map((place) => times[place] ?? 0)
  })
}
