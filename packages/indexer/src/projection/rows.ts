import type { Hex } from '@millrace/crypto'
import type { DelegatorRow, Ledger, OrchestratorRow, PoolRow } from '../ledger/ledger.ts'

export function orchestratorOf({ tables }: Ledger, address: Hex): OrchestratorRow {
  return (
    tables.orchestrator.get(address) ?? {
      address,
      rewardCut: 0,
      feeShare: 0,
      delegatedStakeWei: 0n,
      isInPool: false,
      activationRound: 0,
      deactivationRound: 0,
      firstActivationRound: null,
      activatedAt: null,
      activeRounds: 0,
      lastCutChangeRound: null,
      lastCutChangeAt: null,
      lastRewardRound: 0,
      lastFeeRound: 0,
      lastActiveStakeUpdateRound: 0,
      activeCumulativeRewardsWei: 0n,
      cumulativeRewardsWei: 0n,
      cumulativeFeesWei: 0n,
      rewardFactor: 0n,
      feeFactor: 0n,
      serviceUri: null,
      aiServiceUri: null,
      rewardCaller: null,
      delegators: 0,
      feesWei: 0n,
      rewardsWei: 0n,
      missedRewardCalls: 0,
    }
  )
}

export function changeOrchestrator(
  ledger: Ledger,
  address: Hex,
  change: Partial<OrchestratorRow>,
): OrchestratorRow {
  return ledger.tables.orchestrator.set({ ...orchestratorOf(ledger, address), ...change })
}

/** Whether an orchestrator is in the active set of a round. */
export function isActive({ activationRound, deactivationRound }: OrchestratorRow, round: number): boolean {
  return activationRound <= round && (deactivationRound === null || round < deactivationRound)
}

export function poolOf({ tables }: Ledger, orchestrator: Hex, round: number): PoolRow {
  return (
    tables.pool.get(orchestrator, round) ?? {
      orchestrator,
      round,
      stakeWei: 0n,
      rewardCut: 0,
      feeShare: 0,
      rewardFactor: 0n,
      feeFactor: 0n,
      activeStakeWei: null,
      rank: null,
      activeRoundsBefore: null,
      missedCallsBefore: null,
      feesBeforeWei: 0n,
      rewardsWei: 0n,
      ownRewardsWei: 0n,
      feesWei: 0n,
      ownFeesWei: 0n,
      rewardBlock: null,
      missedRewardsWei: null,
    }
  )
}

export function changePool(
  ledger: Ledger,
  { orchestrator, round }: { readonly orchestrator: Hex; readonly round: number },
  change: Partial<PoolRow>,
): PoolRow {
  return ledger.tables.pool.set({ ...poolOf(ledger, orchestrator, round), ...change })
}

export function delegatorOf({ tables }: Ledger, address: Hex): DelegatorRow {
  return (
    tables.delegator.get(address) ?? {
      address,
      delegate: null,
      bondedWei: 0n,
      feesWei: 0n,
      startRound: 0,
      lastClaimRound: 0,
      nextLockId: 0,
      depositedStakeWei: 0n,
      withdrawnStakeWei: 0n,
      claimedRewardsWei: 0n,
      claimedFeesWei: 0n,
      withdrawnFeesWei: 0n,
      firstBondRound: null,
    }
  )
}
