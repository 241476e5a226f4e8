import type { BlockSource } from '../source/block-source.ts'
import type { ToldBlock } from '../store/outbox-store.ts'

/**
 * The newest of these blocks that the chain still has, found by halving: where one is replaced, so are all after it.
 * @param told in the order of their numbers
 * @returns its number, or -1 if the chain has none of them
 */
export async function lastKeptBlock(told: readonly ToldBlock[], source: BlockSource): Promise<number> {
  let [kept, replaced] = [-1, told.length]
  while (replaced - kept > 1) {
    const middle = Math.floor((kept + replaced) / 2)
    const block = told[middle]
    const isKept = block && (await source.header(block.number))?.hash === block.hash
    if (isKept) kept = middle
    else replaced = middle
  }
  return told[kept]?.number ?? -1
}
