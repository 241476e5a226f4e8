import type { Round } from '../../network/chain-facts.ts'

/** How far a round has come: blocks that are left, and the share that is over, 0 to 1. */
export function roundProgress({
  block,
  startBlock,
  length,
}: Pick<Round, 'block' | 'startBlock' | 'length'>): {
  readonly blocksLeft: number
  readonly share: number
} {
  const done = Math.min(Number(length), Math.max(0, Number(block - startBlock)))
  return { blocksLeft: Number(length) - done, share: length === 0n ? 1 : done / Number(length) }
}

export type RoundState = 'initialised' | 'locked' | 'beginning' | 'overdue'

/** Somebody needs a moment to begin a round; after this part of it nobody seems to. */
const patience = 0.1

export function roundState(
  round: Pick<Round, 'block' | 'startBlock' | 'length' | 'isInitialized' | 'isLocked'>,
): RoundState {
  if (!round.isInitialized) return roundProgress(round).share > patience ? 'overdue' : 'beginning'
  return round.isLocked ? 'locked' : 'initialised'
}

/** Blocks since a round could have begun that nobody has begun yet; 0 for one that goes on. */
export function overdueBlocks({
  block,
  startBlock,
  isInitialized,
}: Pick<Round, 'block' | 'startBlock' | 'isInitialized'>): number {
  return isInitialized ? 0 : Math.max(0, Number(block - startBlock))
}
