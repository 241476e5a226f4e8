import { type PoolEntry, type PoolHints, poolAfter, poolHints } from '@millrace/common/staking'
import type { Address } from 'viem'
import { isSame, orchestratorIn, type StakingState, zeroAddress } from './state.ts'

/** A change of an orchestrator's stake. */
export interface StakeChange {
  readonly orchestrator: Address
  readonly deltaWei: bigint
  /** It leaves the pool before, because nothing of its own stays bonded. */
  readonly resigns?: boolean
  /** This change makes it an orchestrator. */
  readonly registers?: boolean
}

/** Where an orchestrator stands before and after. */
export interface Standing {
  readonly orchestrator: Address
  readonly stakeWei: { readonly before: bigint; readonly after: bigint }
  /** Place in the pool from 1 on; undefined outside. */
  readonly rank: { readonly before: number | undefined; readonly after: number | undefined }
}

export interface PoolEffect {
  readonly pool: readonly PoolEntry[]
  /** One for each change, for the contract's arguments. */
  readonly hints: readonly PoolHints[]
  readonly standings: readonly Standing[]
  /** Who loses its place to somebody with more. */
  readonly evicted: Address | undefined
}

export const noHints: PoolHints = { prev: zeroAddress, next: zeroAddress }

/** What changes of stake, one after the other as the contract makes them, do to the pool. */
export function poolEffect(state: StakingState, changes: readonly StakeChange[]): PoolEffect {
  let pool = state.pool
  const hints: PoolHints[] = []
  const stakes = new Map<string, bigint>()
  const resigned = new Set<string>()
  const stakeOf = (address: Address) =>
    stakes.get(address.toLowerCase()) ?? orchestratorIn(state, address)?.stakeWei ?? 0n
  for (const change of changes) {
    const { orchestrator, deltaWei } = change
    const stakeWei = stakeOf(orchestrator) + deltaWei
    stakes.set(orchestrator.toLowerCase(), stakeWei)
    if (change.resigns) {
      pool = without(pool, orchestrator)
      resigned.add(orchestrator.toLowerCase())
    }
    const mayEnter = !resigned.has(orchestrator.toLowerCase()) && mayJoin(state, change)
    const takesPlace = rankIn(pool, orchestrator) !== undefined || mayEnter
    const moved = { address: orchestrator, stakeWei }
    hints.push(takesPlace ? poolHints(pool, moved, state.poolMaxSize) : noHints)
    if (takesPlace) pool = poolAfter(pool, moved, state.poolMaxSize)
  }
  return {
    pool,
    hints,
    standings: distinct(changes).map((orchestrator) => ({
      orchestrator,
      stakeWei: {
        before: orchestratorIn(state, orchestrator)?.stakeWei ?? 0n,
        after: stakeOf(orchestrator),
      },
      rank: { before: rankIn(state.pool, orchestrator), after: rankIn(pool, orchestrator) },
    })),
    evicted: state.pool.find(
      ({ address }) =>
        rankIn(pool, address) === undefined &&
        !changes.some((change) => isSame(change.orchestrator, address)),
    )?.address,
  }
}

/** Only somebody bonded to itself is let in, when its stake grows or it sets its cuts. */
function mayJoin(state: StakingState, { orchestrator, deltaWei, registers }: StakeChange): boolean {
  if (deltaWei < 0n) return false
  return registers === true || (orchestratorIn(state, orchestrator)?.isRegistered ?? false)
}

export function rankIn(pool: readonly PoolEntry[], address: string): number | undefined {
  const at = pool.findIndex((one) => isSame(one.address, address))
  return at === -1 ? undefined : at + 1
}

function without(pool: readonly PoolEntry[], address: Address): readonly PoolEntry[] {
  return pool.filter((one) => !isSame(one.address, address))
}

function distinct(changes: readonly StakeChange[]): readonly Address[] {
  const seen = new Map(changes.map(({ orchestrator }) => [orchestrator.toLowerCase(), orchestrator]))
  return [...seen.values()]
}
