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
