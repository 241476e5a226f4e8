import type { Plane } from '@millrace/media/samples'
import { sameSize } from './plane.ts'

/** Side of the blocks that codecs of this generation cut pictures into at the finest. */
const block = 8

/** Added to both sides, so that a picture without detail keeps all of it. */
const leastDetail = 0.05

/**
 * How much of a picture's edges and detail is in another one at the same places: the regression of the one's Laplacian on the
 * other's. Noise and blocks, which also look sharp, add nothing. 1: all of it.
 */
export function detailKept(pairs: readonly { readonly source: Plane; readonly rendition: Plane }[]): number {
  let [shared, own] = [0, 0]
  for (const { source, rendition } of pairs) {
    const { widthPx, heightPx } = sameSize(source, rendition)
    const area = (widthPx - 2) * (heightPx - 2)
    for (let y = 1; y < heightPx - 1; y++)
      for (let x = 1; x < widthPx - 1; x++) {
        const at = y * widthPx + x
        const edge = laplacian(source, at)
        own += (edge * edge) / area
        shared += (edge * laplacian(rendition, at)) / area
      }
  }
  return (shared + leastDetail) / (own + leastDetail)
}

function laplacian({ widthPx, samples }: Plane, at: number): number {
  const around =
    (samples[at - 1] ?? 0) +
    (samples[at + 1] ?? 0) +
    (samples[at - widthPx] ?? 0) +
    (samples[at + widthPx] ?? 0)
  return 4 * (samples[at] ?? 0) - around
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
