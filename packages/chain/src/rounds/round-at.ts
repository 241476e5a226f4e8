import type { RoundInfo } from './rounds.ts'

/**
 * The round that a protocol block falls into, by the formula of the RoundsManager: rounds follow each other in equal
 * steps from a known start. Blocks before that start belong to the known round's past and give smaller numbers.
 */
export function roundAt(
  info: Pick<RoundInfo, 'number' | 'startBlock' | 'lengthBlocks'>,
  block: bigint,
): bigint {
  const distance = block - info.startBlock
  const rounds =
    distance >= 0n
      ? distance / info.lengthBlocks
      : -((-distance + info.lengthBlocks - 1n) / info.lengthBlocks)
  return info.number + rounds
}
