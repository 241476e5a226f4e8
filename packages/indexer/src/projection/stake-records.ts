import type { Hex } from '@millrace/crypto'
import type { DelegatorRow, StakeChangeRow } from '../ledger/ledger.ts'
import { changeOrchestrator, orchestratorOf, poolOf } from './rows.ts'
import { changeDay, changeProtocol, changeRound, type Scope } from './scope.ts'

/** Writes the row, and counts who is bonded, and to whom. */
export function changeDelegator(
  { ledger }: Scope,
  before: DelegatorRow,
  change: Partial<DelegatorRow>,
): DelegatorRow {
  const after = ledger.tables.delegator.set({ ...before, ...change })
  const from = before.bondedWei > 0n ? before.delegate : null
  const to = after.bondedWei > 0n ? after.delegate : null
  if (from === to) return after
  if (from) countDelegators(ledger, from, -1)
  if (to) countDelegators(ledger, to, 1)
  const more = (to ? 1 : 0) - (from ? 1 : 0)
  if (more !== 0) changeProtocol(ledger, (row) => ({ delegators: row.delegators + more }))
  return after
}

function countDelegators(ledger: Scope['ledger'], account: Hex, more: number): void {
  const { delegators } = orchestratorOf(ledger, account)
  changeOrchestrator(ledger, account, { delegators: delegators + more })
}

export function closeLock(
  { ledger, at }: Scope,
  { delegator, lockId }: { readonly delegator: Hex; readonly lockId: number },
  state: 'withdrawn' | 'rebonded' | 'transferred',
): void {
  const lock = ledger.tables.unbondingLock.get(delegator, lockId)
  if (lock) ledger.tables.unbondingLock.set({ ...lock, state, closedBlock: at.blockNumber })
}

export function recordChange(
  { ledger, at, round }: Scope,
  { address, delegate, bondedWei, lastClaimRound }: DelegatorRow,
  change: Pick<StakeChangeRow, 'kind' | 'amountWei'> &
    Partial<Pick<StakeChangeRow, 'feesWei' | 'previousDelegate'>>,
): void {
  const own = delegate === address ? poolOf(ledger, address, round) : undefined
  ledger.appended.stakeChange.push({
    blockNumber: at.blockNumber,
    logIndex: at.logIndex,
    delegator: address,
    round,
    feesWei: 0n,
    previousDelegate: delegate,
    ...change,
    delegate,
    bondedWei,
    claimRound: lastClaimRound,
    roundOwnRewardsWei: own?.ownRewardsWei ?? 0n,
    roundOwnFeesWei: own?.ownFeesWei ?? 0n,
  })
}

export function addStakeSums(
  scope: Scope,
  sums: { readonly newStakeWei: bigint; readonly movedStakeWei: bigint; readonly unbondedStakeWei: bigint },
): void {
  const add = (row: typeof sums) => ({
    newStakeWei: row.newStakeWei + sums.newStakeWei,
    movedStakeWei: row.movedStakeWei + sums.movedStakeWei,
    unbondedStakeWei: row.unbondedStakeWei + sums.unbondedStakeWei,
  })
  changeRound(scope, add)
  changeDay(scope, (row) => ({ ...add(row), ...delegatorsNow(scope) }))
}

function delegatorsNow({ ledger }: Scope): { delegators: number } {
  return { delegators: ledger.tables.protocol.get(1)?.delegators ?? 0 }
}
