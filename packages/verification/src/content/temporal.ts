import type { Thumb } from '@millrace/media/samples'
import type { Pair } from './pair.ts'
import { meanDifference } from './plane.ts'

/** A source that changes less from frame to frame does not move, in mean sample values; a calm sea changes by 0.15. */
const movingFrom = 0.1
/** So much a source has to move in all before something can be said of it: twelve frames at the least, or one that jumps. */
const leastMotion = 12 * movingFrom

export interface Motion {
  /** How much the rendition changes from frame to frame, as a multiple of what its source does. */
  readonly ratio: number
  /**
   * How much closer its frames are to the source's frame before their own than to their own, as a share of how much the source
   * moves: 0 where none is. Frames that are repeated, dropped or late.
   */
  readonly lateness: number
}

/** @returns undefined for a source that stands still: nothing can be told from that. */
export function motionOf(pairs: readonly Pair<Thumb>[]): Motion | undefined {
  let [sourceSum, renditionSum, late] = [0, 0, 0]
  const each = onePerSourceFrame(pairs)
  for (const [index, pair] of each.entries()) {
    const before = each[index - 1]
    if (!before) continue
    const source = meanDifference(before.source.luma, pair.source.luma)
    if (source < movingFrom) continue
    const rendition = meanDifference(before.rendition.luma, pair.rendition.luma)
    sourceSum += source
    renditionSum += rendition
    const toOwn = meanDifference(pair.source.luma, pair.rendition.luma)
    late += Math.max(0, toOwn - meanDifference(before.source.luma, pair.rendition.luma))
  }
  if (sourceSum < leastMotion) return undefined
  return { ratio: renditionSum / sourceSum, lateness: late / sourceSum }
}

/** At a higher frame rate a frame is shown more than once: the one nearest in time stands for it. */
function onePerSourceFrame(pairs: readonly Pair<Thumb>[]): readonly Pair<Thumb>[] {
  const nearest = new Map<Thumb, Pair<Thumb>>()
  const distance = ({ source, rendition }: Pair<Thumb>) => Math.abs(source.pts - rendition.pts)
  for (const pair of pairs) {
    const other = nearest.get(pair.source)
    if (!other || distance(pair) < distance(other)) nearest.set(pair.source, pair)
  }
  return [...nearest.values()]
}

export interface TimeShift {
  /** By how many frames of the source the rendition is late; negative: early. */
  readonly frames: number
  /** How many times closer the pictures are at that shift than at none; 1 or more. */
  readonly gain: number
}

/** Farthest shift that is tried, in frames. */
const farthest = 6
/** Less difference than this is noise of the encoder: who is closer within it says nothing. */
const noise = 0.25

/** The shift in time at which a rendition is closest to its source. */
export function timeShiftOf(source: readonly Thumb[], pairs: readonly Pair<Thumb>[]): TimeShift {
  const places = new Map(source.map((thumb, index) => [thumb, index]))
  const differenceAt = (shift: number) => {
    let [sum, count] = [0, 0]
    for (const pair of pairs) {
      const shifted = source[(places.get(pair.source) ?? Number.NaN) - shift]
      if (!shifted) continue
      sum += meanDifference(shifted.luma, pair.rendition.luma)
      count++
    }
    // At a shift that leaves few frames, those few may look alike by chance.
    return count * 2 < pairs.length ? Number.POSITIVE_INFINITY : sum / count
  }
  const unshifted = differenceAt(0)
  let best = { frames: 0, difference: unshifted }
  for (let frames = -farthest; frames <= farthest; frames++) {
    if (frames === 0) continue
    const difference = differenceAt(frames)
    if (difference < best.difference) best = { frames, difference }
  }
  return { frames: best.frames, gain: (unshifted + noise) / (best.difference + noise) }
}
