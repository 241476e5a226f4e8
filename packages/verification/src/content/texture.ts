import type { Plane } from '@millrace/media/samples'
import { sameSize } from './plane.ts'

/** Side of the blocks that codecs of this generation cut pictures into at the finest. */
const block = 8

/** Added to both sides, so that a picture without detail keeps all of it. */
const leastDetail = 0.05

/** Edges and detail of a picture, by its Laplacian, in the mean of its samples. */
export interface DetailSums {
  /** What is in it. */
  readonly own: number
  /** What of that is at the same places in the other one. */
  readonly shared: number
}

/** Compares the Laplacians of a picture and of what was made of it. */
export function detailSums(source: Plane, rendition: Plane): DetailSums {
  const { widthPx, heightPx } = sameSize(source, rendition)
  const [from, made] = [source.samples, rendition.samples]
  let shared = 0
  let own = 0
  for (let y = 1; y < heightPx - 1; y++) {
    const end = (y + 1) * widthPx - 1
    for (let at = y * widthPx + 1; at < end; at++) {
      const edge = laplacian(from, at, widthPx)
      own += edge * edge
      shared += edge * laplacian(made, at, widthPx)
    }
  }
  const area = (widthPx - 2) * (heightPx - 2)
  return { own: own / area, shared: shared / area }
}

/**
 * How much of the edges and detail of pictures is in others at the same places: the regression of the ones' Laplacians
 * on the others'. Noise and blocks, which also look sharp, add nothing. 1: all of it.
 */
export function detailKept(pairs: readonly DetailSums[]): number {
  const shared = pairs.reduce((sum, pair) => sum + pair.shared, leastDetail)
  return shared / pairs.reduce((sum, pair) => sum + pair.own, leastDetail)
}

function laplacian(samples: Uint8Array, at: number, widthPx: number): number {
  return (
    4 * (samples[at] ?? 0) -
    (samples[at - 1] ?? 0) -
    (samples[at + 1] ?? 0) -
    (samples[at - widthPx] ?? 0) -
    (samples[at + widthPx] ?? 0)
  )
}

/**
 * How much stronger steps are between blocks than within them: about 1 in nature, more where a codec was starved of bits.
 */
export function blockinessOf({ widthPx, heightPx, samples }: Plane): number {
  let all = 0
  let between = 0
  for (let start = 0; start < widthPx * heightPx; start += widthPx) {
    for (let at = start + 1; at < start + widthPx; at++)
      all += Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0))
    for (let at = start + block; at < start + widthPx; at += block)
      between += Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0))
  }
  const betweenCount = Math.floor((widthPx - 1) / block) * heightPx
  const withinCount = (widthPx - 1) * heightPx - betweenCount
  // One step in a hundred samples, so that an even picture has no blocks rather than endlessly many.
  const floor = 0.01
  return (between / betweenCount + floor) / ((all - between) / withinCount + floor)
}
