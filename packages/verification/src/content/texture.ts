import type { Plane } from '@millrace/media/samples'

/** Side of the blocks that codecs of this generation cut pictures into at the finest. */
const block = 8

/** Mean strength of edges and detail: the mean of the absolute Laplacian, in sample values. */
export function sharpnessOf({ widthPx, heightPx, samples }: Plane): number {
  let sum = 0
  for (let y = 1; y < heightPx - 1; y++)
    for (let x = 1; x < widthPx - 1; x++) {
      const at = y * widthPx + x
      const around =
        (samples[at - 1] ?? 0) +
        (samples[at + 1] ?? 0) +
        (samples[at - widthPx] ?? 0) +
        (samples[at + widthPx] ?? 0)
      sum += Math.abs(4 * (samples[at] ?? 0) - around)
    }
  return sum / ((widthPx - 2) * (heightPx - 2))
}

/**
 * How much stronger steps are between blocks than within them: about 1 in nature, more where a codec was starved of bits.
 */
export function blockinessOf({ widthPx, heightPx, samples }: Plane): number {
  let [between, betweenCount, within, withinCount] = [0, 0, 0, 0]
  for (let y = 0; y < heightPx; y++)
    for (let x = 1; x < widthPx; x++) {
      const at = y * widthPx + x
      const step = Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0))
      if (x % block === 0) {
        between += step
        betweenCount++
      } else {
        within += step
        withinCount++
      }
    }
  // One step in a hundred samples, so that an even picture has no blocks rather than endlessly many.
  const floor = 0.01
  return (between / betweenCount + floor) / (within / withinCount + floor)
}
