import { hammingDistance, hashedSize, perceptualHash } from '@millrace/media/perceptual-hash'
import type { Plane, Still } from '@millrace/media/samples'
import type { Pair } from './pair.ts'
import { shrink } from './plane.ts'

/** Mean number of bits, of 64, in which the perceptual hashes of pictures of one moment differ. Zero without a pair. */
export function hashDistanceOf(pairs: readonly Pair<Still>[]): number {
  if (pairs.length === 0) return 0
  const distances = pairs.map(({ source, rendition }) =>
    hammingDistance(hashOf(source.luma), hashOf(rendition.luma)),
  )
  return distances.reduce((sum, distance) => sum + distance, 0) / pairs.length
}

function hashOf(plane: Plane): bigint {
  return perceptualHash({ format: 'grey', pts: 0, ...shrink(plane, hashedSize) })
}
