/** All that staking remembers (protocol.md 1.5). */
import { type Address, NOBODY } from '../address.ts'
import { MAX_UINT256 } from '../maths.ts'
import { Cell, type Store, Table } from '../store.ts'

/** Deactivation round of a member of the pool. */
export const NEVER = MAX_UINT256

interface Delegator {
  bonded: bigint
  fees: bigint
  delegate: Address
  /** All stake delegated to this account, its own included. */
  delegated: bigint
  startRound: bigint
  lastClaimRound: bigint
  nextLockId: bigint
}

interface Orchestrator {
  lastRewardRound: bigint
  rewardCut: bigint
  feeShare: bigint
  lastActiveStakeUpdateRound: bigint
  activationRound: bigint
  deactivationRound: bigint
  activeCumulativeRewards: bigint
  cumulativeRewards: bigint
  cumulativeFees: bigint
  lastFeeRound: bigint
  rewardCaller: Address
}

interface EarningsPool {
  totalStake: bigint
  rewardCut: bigint
  feeShare: bigint
  rewardFactor: bigint
  feeFactor: bigint
}

interface Lock {
  amount: bigint
  withdrawRound: bigint
}

interface StakingState {
  /** Descending by stake. */
  pool: readonly Address[]
  poolMaxSize: bigint
  currentTotal: bigint
  nextTotal: bigint
  unbondingPeriod: bigint
  treasuryCut: bigint
  nextTreasuryCut: bigint
  treasuryCeiling: bigint
}

const noDelegator: Delegator = {
  bonded: 0n,
  fees: 0n,
  delegate: NOBODY,
  delegated: 0n,
  startRound: 0n,
  lastClaimRound: 0n,
  nextLockId: 0n,
}

const noOrchestrator: Orchestrator = {
  lastRewardRound: 0n,
  rewardCut: 0n,
  feeShare: 0n,
  lastActiveStakeUpdateRound: 0n,
  activationRound: 0n,
  deactivationRound: 0n,
  activeCumulativeRewards: 0n,
  cumulativeRewards: 0n,
  cumulativeFees: 0n,
  lastFeeRound: 0n,
  rewardCaller: NOBODY,
}

const noPool: EarningsPool = { totalStake: 0n, rewardCut: 0n, feeShare: 0n, rewardFactor: 0n, feeFactor: 0n }

export class Ledger {
  readonly delegators: Table<Address, Delegator>
  readonly orchestrators: Table<Address, Orchestrator>
  readonly state: Cell<StakingState>
  readonly #pools: Table<string, EarningsPool>
  readonly #locks: Table<string, Lock>

  constructor(store: Store) {
    this.delegators = new Table(store, noDelegator)
    this.orchestrators = new Table(store, noOrchestrator)
    this.#pools = new Table(store, noPool)
    this.#locks = new Table(store, { amount: 0n, withdrawRound: 0n })
    this.state = new Cell<StakingState>(store, {
      pool: [],
      poolMaxSize: 0n,
      currentTotal: 0n,
      nextTotal: 0n,
      unbondingPeriod: 0n,
      treasuryCut: 0n,
      nextTreasuryCut: 0n,
      treasuryCeiling: 0n,
    })
  }

  poolOf(orchestrator: Address, round: bigint): Readonly<EarningsPool> {
    return this.#pools.get(`${orchestrator} ${round}`)
  }

  setPool(orchestrator: Address, round: bigint, changes: Partial<EarningsPool>): void {
    this.#pools.set(`${orchestrator} ${round}`, changes)
  }

  lockOf(delegator: Address, id: bigint): Readonly<Lock> {
    return this.#locks.get(`${delegator} ${id}`)
  }

  setLock(delegator: Address, id: bigint, lock: Lock): void {
    this.#locks.set(`${delegator} ${id}`, lock)
  }

  clearLock(delegator: Address, id: bigint): void {
    this.setLock(delegator, id, { amount: 0n, withdrawRound: 0n })
  }

  addToNextTotal(change: bigint): void {
    this.state.set({ nextTotal: this.state.get().nextTotal + change })
  }

  isUnbonded(account: Address): boolean {
    return this.delegators.get(account).bonded === 0n
  }

  /** An orchestrator is bonded to itself. */
  isRegistered(account: Address): boolean {
    return this.delegators.get(account).delegate === account && !this.isUnbonded(account)
  }

  isActive(account: Address, round: bigint): boolean {
    const { activationRound, deactivationRound } = this.orchestrators.get(account)
    return activationRound <= round && round < deactivationRound
  }
}
