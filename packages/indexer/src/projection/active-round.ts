import { concentrationOf } from '@millrace/common/concentration'
import type { Hex } from '@millrace/crypto'
import type { Ledger, RoundRow } from '../ledger/ledger.ts'
import { rankPersistence } from '../measures/rank-persistence.ts'
import { stakeInRound } from './earnings.ts'
import { changePool, isActive } from './rows.ts'

/** Ranks are compared with those so many rounds ago. */
export const rankRounds = 30

type ActiveSetFacts = Pick<
  RoundRow,
  | 'activeOrchestrators'
  | 'enteredOrchestrators'
  | 'leftOrchestrators'
  | 'nakamotoThird'
  | 'nakamotoHalf'
  | 'gini'
  | 'hhi'
  | 'rankPersistence'
>

/** Gives each orchestrator of the active set its row for the round, and measures the set. */
export function openActiveSet(
  ledger: Ledger,
  { round, previousRound }: { readonly round: number; readonly previousRound: number },
): ActiveSetFacts {
  const previous = new Set(ranking(ledger, previousRound))
  const active = fixStakes(ledger, round)
  const { nakamoto, gini, hhi } = concentrationOf(active.map(({ stakeWei }) => stakeWei))
  const addresses = active.map(({ address }) => address)
  const stayed = addresses.filter((address) => previous.has(address)).length
  return {
    activeOrchestrators: active.length,
    enteredOrchestrators: active.length - stayed,
    leftOrchestrators: previous.size - stayed,
    ...{ nakamotoThird: nakamoto.third, nakamotoHalf: nakamoto.half, gini, hhi },
    rankPersistence: rankPersistence(addresses, ranking(ledger, round - rankRounds)),
  }
}

/** The active set of a round, the largest stake first. */
function fixStakes(ledger: Ledger, round: number): { address: Hex; stakeWei: bigint }[] {
  const active = [...ledger.tables.orchestrator.values()]
    .filter((orchestrator) => isActive(orchestrator, round))
    .map((row) => ({ row, stakeWei: stakeInRound(ledger, { account: row.address, round }) }))
    .toSorted((a, b) =>
      a.stakeWei === b.stakeWei ? (a.row.address < b.row.address ? -1 : 1) : a.stakeWei > b.stakeWei ? -1 : 1,
    )
  return active.map(({ row, stakeWei }, index) => {
    const { address, rewardCut, feeShare, activeRounds, missedRewardCalls } = row
    changePool(
      ledger,
      { orchestrator: address, round },
      {
        ...{ activeStakeWei: stakeWei, rank: index + 1, rewardCut, feeShare },
        ...{ activeRoundsBefore: activeRounds, missedCallsBefore: missedRewardCalls },
      },
    )
    return { address, stakeWei }
  })
}

/** Orchestrators that were active in a round, the highest rank first; none for rounds that are forgotten. */
function ranking({ tables }: Ledger, round: number): readonly Hex[] {
  const ranked: { readonly orchestrator: Hex; readonly rank: number }[] = []
  for (const { orchestrator, rank, round: of } of tables.pool.values())
    if (of === round && rank !== null) ranked.push({ orchestrator, rank })
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ orchestrator }) => orchestrator)
}
