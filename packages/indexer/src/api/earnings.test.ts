import { preciseDivisor } from '@millrace/common/staking'
import { expect, test } from 'vitest'
import type { PoolRow, StakeChangeRow } from '../ledger/ledger.ts'
import { earningsByRound } from './earnings.ts'

const orchestrator = `0x${'1'.repeat(40)}` as const
const ether = 10n ** 18n

const bond: StakeChangeRow = {
  ...{ blockNumber: 1, logIndex: 0, delegator: orchestrator, round: 1, kind: 'bond', claimRound: 1 },
  ...{ delegate: orchestrator, previousDelegate: null, amountWei: 100n * ether, bondedWei: 100n * ether },
  ...{ feesWei: 0n, roundOwnRewardsWei: 0n, roundOwnFeesWei: 0n },
}

function pool(round: number, facts: Partial<PoolRow>): PoolRow {
  return {
    ...{ orchestrator, round, stakeWei: 100n * ether, rewardCut: 500_000, feeShare: 500_000 },
    ...{ rewardFactor: 0n, feeFactor: 0n, activeStakeWei: 100n * ether, rank: 1 },
    ...{ activeRoundsBefore: null, missedCallsBefore: null, feesBeforeWei: 0n, rewardsWei: 0n },
    ...{ ownRewardsWei: 0n, feesWei: 0n, ownFeesWei: 0n, rewardBlock: null, missedRewardsWei: null },
    ...facts,
  }
}

test('what an orchestrator keeps counts in the round that brought it, and as stake from then on', () => {
  const factor = (percent: bigint) => (preciseDivisor * (100n + percent)) / 100n
  const pools = [
    pool(2, { rewardFactor: factor(1n), ownRewardsWei: 10n * ether }),
    pool(3, { rewardFactor: factor(2n), ownRewardsWei: 20n * ether }),
    pool(4, {}),
    pool(5, { rewardFactor: factor(3n), ownRewardsWei: 30n * ether }),
    pool(6, {}),
  ]
  const pending = { rewardsWei: 63n * ether, feesWei: 0n }
  const rounds = earningsByRound(orchestrator, { changes: [bond], pools, pending, currentRound: 6 })
  expect(
    rounds.map(({ round, rewardsWei, stakeWei }) => [round, rewardsWei / ether, stakeWei / ether]),
  ).toEqual([
    [2, 11n, 100n],
    [3, 21n, 111n],
    [4, 0n, 132n],
    [5, 31n, 132n],
    [6, 0n, 163n],
  ])
})
