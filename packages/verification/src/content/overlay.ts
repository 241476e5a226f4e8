import type { Plane, Thumb } from '@millrace/media/samples'
import type { Pair } from './pair.ts'
import { type Area, meanOf } from './plane.ts'

/** Side of the tiles that a thumb is looked at in. */
const side = 8

export interface TileBias {
  /** Largest difference in brightness of a tile that lasts, in sample values: what is laid over a picture, or brightens it. */
  readonly lasting: number
  /** Mean over time of the largest difference of any tile: what is laid over it and moves. */
  readonly moving: number
}

/** How far the brightness of tiles of a rendition is from that of its source. Zero without a pair. */
export function tileBiasOf(pairs: readonly Pair<Thumb>[]): TileBias {
  const [first] = pairs
  if (!first) return { lasting: 0, moving: 0 }
  const tiles = tilesOf(first.source.luma)
  const sums = tiles.map(() => 0)
  let moving = 0
  for (const { source, rendition } of pairs) {
    const biases = tiles.map((tile) => meanOf(rendition.luma, tile) - meanOf(source.luma, tile))
    for (const [index, bias] of biases.entries()) sums[index] = (sums[index] ?? 0) + bias
    moving += Math.max(...biases.map(Math.abs))
  }
  return { lasting: Math.max(...sums.map(Math.abs)) / pairs.length, moving: moving / pairs.length }
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
