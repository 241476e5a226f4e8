/** One plane of a picture: 8 bits a sample, rows without gaps. */
export interface Plane {
  readonly widthPx: number
  readonly heightPx: number
  readonly samples: Uint8Array
}

/** A frame made small: all frames of a video are compared so. */
export interface Thumb {
  /** Presentation time, in 90 kHz ticks. */
  readonly pts: number
  readonly luma: Plane
  readonly blue: Plane
  readonly red: Plane
}

/** The brightness of one frame. */
export interface Still {
  /** Presentation time, in 90 kHz ticks. */
  readonly pts: number
  readonly luma: Plane
}

/** What is looked at of one video. */
export interface VideoSamples {
  /** Every frame, {@link thumbSize}, in the order of time. */
  readonly thumbs: readonly Thumb[]
  /** A few frames at {@link stillSize}. */
  readonly stills: readonly Still[]
  /** Fewer frames at the rendition's own size, which the source's are scaled to. */
  readonly details: readonly Still[]
}

export const thumbSize = { widthPx: 64, heightPx: 36 } as const
export const stillSize = { widthPx: 320, heightPx: 180 } as const

/** Pictures of a source and a rendition that show the same moment. */
export interface Pair<T> {
  readonly source: T
  readonly rendition: T
}

/**
 * The frame of the source for each of the rendition: the nearest in time. Both are in the order of time.
 * @param toleranceTicks how far apart they may be, in 90 kHz ticks; those that are farther have no pair.
 */
export function pairByTime<T extends { readonly pts: number }>(
  source: readonly T[],
  rendition: readonly T[],
  toleranceTicks: number,
): readonly Pair<T>[] {
  const pairs: Pair<T>[] = []
  let at = 0
  for (const frame of rendition) {
    const distance = (index: number) => Math.abs((source[index]?.pts ?? Number.POSITIVE_INFINITY) - frame.pts)
    while (distance(at + 1) <= distance(at) && at + 1 < source.length) at++
    const nearest = source[at]
    if (nearest && distance(at) <= toleranceTicks) pairs.push({ source: nearest, rendition: frame })
  }
  return pairs
}
