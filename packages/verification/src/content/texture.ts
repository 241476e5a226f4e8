import type { Plane } from '@millrace/media/samples'
import { sameSize } from './plane.ts'

/** Added to both sides, so that a picture without detail keeps all of it. */
const leastDetail = 0.05

/** Edges and detail of a picture and of what was made of it, by their Laplacians, in the mean of their samples. */
export interface DetailSums {
  /** What is in the picture. */
  readonly own: number
  /** What is in the other one: its own, noise and blocks. */
  readonly made: number
  /** What of the picture's is at the same places in the other one. */
  readonly shared: number
}

/** Compares the Laplacians of a picture and of what was made of it. */
export function detailSums(source: Plane, rendition: Plane): DetailSums {
  const { widthPx, heightPx } = sameSize(source, rendition)
  const [from, into] = [source.samples, rendition.samples]
  let [own, made, shared] = [0, 0, 0]
  for (let y = 1; y < heightPx - 1; y++) {
    const end = (y + 1) * widthPx - 1
    for (let at = y * widthPx + 1; at < end; at++) {
      const edge = laplacian(from, at, widthPx)
      const other = laplacian(into, at, widthPx)
      own += edge * edge
      made += other * other
      shared += edge * other
    }
  }
  const area = (widthPx - 2) * (heightPx - 2)
  return { own: own / area, made: made / area, shared: shared / area }
}

/**
 * How much of the edges and detail of pictures is in others at the same places: the regression of the ones' Laplacians
 * on the others'. Noise and blocks, which also look sharp, add nothing. 1: all of it.
 */
export function detailKept(pairs: readonly DetailSums[]): number {
  return sumOf(pairs, 'shared') / sumOf(pairs, 'own')
}

/** How alike edges and detail are, whatever their strength: the correlation of the Laplacians, at most 1. */
export function detailLikeness(pairs: readonly DetailSums[]): number {
  return sumOf(pairs, 'shared') / Math.sqrt(sumOf(pairs, 'own') * sumOf(pairs, 'made'))
}

function sumOf(pairs: readonly DetailSums[], figure: keyof DetailSums): number {
  return pairs.reduce((sum, pair) => sum + pair[figure], leastDetail)
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
