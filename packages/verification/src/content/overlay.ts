import type { Plane, Thumb } from '@millrace/media/samples'
import type { Pair } from './pair.ts'
import { type Area, meanOf } from './plane.ts'

/** Side of the tiles that a thumb is looked at in. */
const side = 8

/** How far tiles of a rendition are from those of its source, in sample values. */
export interface TileBias {
  /** Largest difference in brightness that lasts: what is laid over a picture, or brightens it. */
  readonly lasting: number
  /** Mean over time of the largest difference in brightness: what is laid over it and moves. */
  readonly moving: number
  /** Mean over time of the largest difference in a colour: what is laid over it and is as bright. */
  readonly colour: number
}

/** Zero without a pair. */
export function tileBiasOf(pairs: readonly Pair<Thumb>[]): TileBias {
  const [first] = pairs
  if (!first) return { lasting: 0, moving: 0, colour: 0 }
  const tiles = tilesOf(first.source.luma)
  const sums = tiles.map(() => 0)
  let [moving, colour] = [0, 0]
  for (const { source, rendition } of pairs) {
    const biasesOf = (plane: 'luma' | 'blue' | 'red') =>
      tiles.map((tile) => meanOf(rendition[plane], tile) - meanOf(source[plane], tile))
    const biases = biasesOf('luma')
    for (const [index, bias] of biases.entries()) sums[index] = (sums[index] ?? 0) + bias
    moving += greatest(biases)
    colour += Math.max(greatest(biasesOf('blue')), greatest(biasesOf('red')))
  }
  return {
    lasting: greatest(sums) / pairs.length,
    moving: moving / pairs.length,
    colour: colour / pairs.length,
  }
}

function greatest(biases: readonly number[]): number {
  return Math.max(...biases.map(Math.abs))
}

function tilesOf({ widthPx, heightPx }: Plane): readonly Area[] {
  const tiles: Area[] = []
  for (let y = 0; y < heightPx; y += side)
    for (let x = 0; x < widthPx; x += side)
      tiles.push({
        rows: [y, Math.min(heightPx, y + side)],
        columns: [x, Math.min(widthPx, x + side)],
      })
  return tiles
}
