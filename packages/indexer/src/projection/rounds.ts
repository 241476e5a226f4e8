import type { minterAbi, roundsManagerAbi } from '@millrace/abi'
import { rewardWei } from '@millrace/common/staking'
import type { Ledger, PoolRow, RoundRow } from '../ledger/ledger.ts'
import { openActiveSet, rankRounds } from './active-round.ts'
import { treasuryCutRate } from './earnings.ts'
import type { Handlers } from './handlers.ts'
import { changeOrchestrator, changePool, orchestratorOf } from './rows.ts'
import { changeDay, changeProtocol, dayOf, happen, protocolOf, type Scope, totalSupplyOf } from './scope.ts'
import { supplyElsewhereWei } from './supply.ts'

export const minterHandlers: Handlers<typeof minterAbi> = {
  SetCurrentRewardTokens: ({ ledger }, { currentMintableTokens, currentInflation }) =>
    changeProtocol(ledger, ({ totalSupplyWei: supplyWei }) => {
      const [mintableWei, inflation] = [currentMintableTokens, currentInflation]
      const elsewhereWei = supplyElsewhereWei({ mintableWei, inflation, supplyWei })
      return { mintableWei, inflation, supplyElsewhereWei: elsewhereWei }
    }),
}

export const roundsHandlers: Handlers<typeof roundsManagerAbi> = {
  NewRound: (scope, { round }) => {
    closeRound(scope)
    openRound({ ...scope, round: Number(round) }, scope.round)
    forgetSettled(scope)
  },
}

/** Reward calls of the round that ends can no longer be made up for. */
function closeRound(scope: Scope): void {
  const { ledger, round } = scope
  const ended = ledger.tables.round.get(round)
  if (!ended) return
  let missedRewardsWei = 0n
  // In an order that does not depend on when rows were read: consumers are told of the same things alike.
  const active = [...ledger.tables.pool.values()]
    .filter((pool) => pool.round === round && pool.activeStakeWei !== null)
    .toSorted((a, b) => (a.orchestrator < b.orchestrator ? -1 : 1))
  for (const pool of active) {
    const { activeRounds } = orchestratorOf(ledger, pool.orchestrator)
    changeOrchestrator(ledger, pool.orchestrator, { activeRounds: activeRounds + 1 })
    if (pool.rewardBlock === null) missedRewardsWei += missReward(scope, pool, ended)
  }
  ledger.tables.round.set({ ...ended, missedRewardsWei })
}

function missReward(scope: Scope, { orchestrator, activeStakeWei }: PoolRow, ended: RoundRow): bigint {
  const { ledger, round } = scope
  const missedRewardsWei = rewardWei({
    mintableWei: ended.mintableWei,
    stakeWei: activeStakeWei ?? 0n,
    totalActiveStakeWei: ended.totalActiveStakeWei,
    treasuryCutRate: ended.treasuryCutRate,
  })
  const { missedRewardCalls } = orchestratorOf(ledger, orchestrator)
  changePool(ledger, { orchestrator, round }, { missedRewardsWei })
  changeOrchestrator(ledger, orchestrator, { missedRewardCalls: missedRewardCalls + 1 })
  happen(scope, 'reward-missed', { subject: orchestrator, amountWei: String(missedRewardsWei) })
  return missedRewardsWei
}

function openRound(scope: Scope, previousRound: number): void {
  const { ledger, round, at } = scope
  const { nextTotalActiveStakeWei, mintableWei, inflation, delegators } = protocolOf(ledger)
  const totalSupplyWei = totalSupplyOf(ledger)
  changeProtocol(ledger, () => ({ currentRound: round, totalActiveStakeWei: nextTotalActiveStakeWei }))
  const activeSet = openActiveSet(ledger, { round, previousRound })
  const { activeOrchestrators } = activeSet
  ledger.tables.round.set({
    round,
    blockNumber: at.blockNumber,
    protocolBlock: at.protocolBlock,
    txHash: at.txHash,
    time: at.time,
    mintableWei,
    inflation,
    totalActiveStakeWei: nextTotalActiveStakeWei,
    totalSupplyWei,
    treasuryCutRate: treasuryCutRate(ledger),
    ...activeSet,
    delegators,
    rewardsWei: 0n,
    treasuryRewardsWei: 0n,
    rewardCalls: 0,
    missedRewardsWei: 0n,
    feesWei: 0n,
    winningTickets: 0,
    newStakeWei: 0n,
    movedStakeWei: 0n,
    unbondedStakeWei: 0n,
  })
  changeDay(scope, () => ({
    totalActiveStakeWei: nextTotalActiveStakeWei,
    totalSupplyWei,
    inflation,
    delegators,
    activeOrchestrators,
  }))
  happen(scope, 'round-started', {
    activeOrchestrators,
    totalActiveStakeWei: String(nextTotalActiveStakeWei),
  })
}

/** What no event of this round or a later one can change stays in the database only. */
function forgetSettled({ ledger, at }: Scope): void {
  const today = dayOf(at.time)
  const { currentRound } = protocolOf(ledger)
  const { tables } = ledger
  tables.pool.forget((row) => !isPoolNeeded(ledger, row, currentRound))
  tables.orchestratorDay.forget((row) => row.day < today)
  tables.gatewayDay.forget((row) => row.day < today)
  tables.payment.forget((row) => row.round < currentRound)
  tables.round.forget((row) => row.round < currentRound)
}

/** Later factors grow from those of the last reward, the last fees and the last change of stake; ranks are compared. */
function isPoolNeeded(ledger: Ledger, { orchestrator, round, rank }: PoolRow, currentRound: number): boolean {
  if (rank !== null && round > currentRound - rankRounds) return true
  const { lastRewardRound, lastFeeRound, lastActiveStakeUpdateRound } = orchestratorOf(ledger, orchestrator)
  return (
    round >= currentRound - 1 || [lastRewardRound, lastFeeRound, lastActiveStakeUpdateRound].includes(round)
  )
}
