import type { Plane } from '@millrace/media/samples'

/** Mean of the absolute differences of two planes of one size, in sample values. */
export function meanDifference(a: Plane, b: Plane): number {
  const { samples } = sameSize(a, b)
  const others = b.samples
  let sum = 0
  for (let i = 0; i < samples.length; i++) sum += Math.abs((samples[i] ?? 0) - (others[i] ?? 0))
  return sum / samples.length
}

/** A plane of half the width and height, each sample the mean of four; of an odd one the last row or column is left out. */
export function halve({ widthPx, heightPx, samples }: Plane): Plane {
  const half = { widthPx: widthPx >> 1, heightPx: heightPx >> 1 }
  const means = new Uint8Array(half.widthPx * half.heightPx)
  for (let y = 0, into = 0; y < half.heightPx; y++) {
    let from = 2 * y * widthPx
    for (let x = 0; x < half.widthPx; x++, into++, from += 2) {
      const above = (samples[from] ?? 0) + (samples[from + 1] ?? 0)
      const below = (samples[from + widthPx] ?? 0) + (samples[from + widthPx + 1] ?? 0)
      means[into] = (above + below + 2) >> 2
    }
  }
  return { ...half, samples: means }
}

export interface Area {
  /** First and last plus one. */
  readonly rows: readonly [number, number]
  readonly columns: readonly [number, number]
}

/** Mean sample value of a part of a plane. */
export function meanOf({ widthPx, samples }: Plane, { rows, columns }: Area): number {
  let sum = 0
  for (let y = rows[0]; y < rows[1]; y++)
    for (let x = columns[0]; x < columns[1]; x++) sum += samples[y * widthPx + x] ?? 0
  return sum / ((rows[1] - rows[0]) * (columns[1] - columns[0]))
}

/** @throws {RangeError} when the sizes differ: no two such planes can be compared. */
export function sameSize(a: Plane, b: Plane): Plane {
  if (a.widthPx !== b.widthPx || a.heightPx !== b.heightPx)
    throw new RangeError(
      `${a.widthPx}×${a.heightPx} cannot be compared with ${b.widthPx}×${b.heightPx} samples.`,
    )
  return a
}
