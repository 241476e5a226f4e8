import { availableParallelism } from 'node:os'
import { ladderFor, type Profile } from '@millrace/media'

/**
 * The ladder for every stream on this machine: small enough that a second 720p stream can be transcoded beside the
 * first.
 */
export function machineLadder(cores = availableParallelism()): readonly Profile[] {
  return ladderFor({ source: { widthPx: 1280, heightPx: 720 }, cores })
}
