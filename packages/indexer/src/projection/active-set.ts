import type { Hex } from '@millrace/crypto'
import type { Ledger } from '../ledger/ledger.ts'
import { changeOrchestrator, changePool, isActive, orchestratorOf } from './rows.ts'
import { changeProtocol } from './scope.ts'

/** An orchestrator that enters or leaves the pool, which takes effect in `round`. */
export interface PoolChange {
  readonly kind: 'activated' | 'deactivated'
  readonly account: Hex
  readonly round: number
  /** Unix time in seconds of the event. */
  readonly time: number
}

interface StakeMove {
  readonly account: Hex
  readonly amountWei: bigint
  /** The round that it happens in. */
  readonly round: number
}

/**
 * Adds delegated stake. Events of the pool come before the event of their cause, while the contract changes the stake
 * first: `poolChanges` are those, applied in the contract's order (contracts/src/libraries/ActiveSet.sol).
 */
export function increaseStake(ledger: Ledger, move: StakeMove, poolChanges: readonly PoolChange[]): void {
  if (changeStake(ledger, move, move.amountWei)) addToNextTotal(ledger, move.amountWei)
  applyPoolChanges(ledger, poolChanges)
}

/** Takes delegated stake away. */
export function decreaseStake(ledger: Ledger, move: StakeMove): void {
  if (changeStake(ledger, move, -move.amountWei)) addToNextTotal(ledger, -move.amountWei)
}

export function applyPoolChanges(ledger: Ledger, changes: readonly PoolChange[]): void {
  for (const { kind, account, round, time } of changes) {
    const { delegatedStakeWei, firstActivationRound } = orchestratorOf(ledger, account)
    if (kind === 'deactivated') {
      addToNextTotal(ledger, -delegatedStakeWei)
      changeOrchestrator(ledger, account, { isInPool: false, deactivationRound: round })
    } else {
      addToNextTotal(ledger, delegatedStakeWei)
      changePool(ledger, { orchestrator: account, round }, { stakeWei: delegatedStakeWei })
      changeOrchestrator(ledger, account, {
        isInPool: true,
        activationRound: round,
        activatedAt: time,
        deactivationRound: null,
        firstActivationRound: firstActivationRound ?? round,
        lastActiveStakeUpdateRound: round,
      })
    }
  }
}

/** Returns whether the account is in the pool. One that was evicted in this round keeps its stake of the round. */
function changeStake(ledger: Ledger, { account, round }: StakeMove, changeWei: bigint): boolean {
  const orchestrator = orchestratorOf(ledger, account)
  const oldStakeWei = orchestrator.delegatedStakeWei
  const delegatedStakeWei = oldStakeWei + changeWei
  if (!orchestrator.isInPool && !isActive(orchestrator, round)) {
    changeOrchestrator(ledger, account, { delegatedStakeWei })
    return false
  }
  if (orchestrator.lastActiveStakeUpdateRound < round)
    changePool(ledger, { orchestrator: account, round }, { stakeWei: oldStakeWei })
  changePool(ledger, { orchestrator: account, round: round + 1 }, { stakeWei: delegatedStakeWei })
  changeOrchestrator(ledger, account, { delegatedStakeWei, lastActiveStakeUpdateRound: round + 1 })
  return orchestrator.isInPool
}

function addToNextTotal(ledger: Ledger, amountWei: bigint): void {
  changeProtocol(ledger, (row) => ({ nextTotalActiveStakeWei: row.nextTotalActiveStakeWei + amountWei }))
}
