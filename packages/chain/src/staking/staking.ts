import type { PoolEntry } from '@millrace/common/staking'
import type { Address } from '@millrace/crypto'

/** An orchestrator as the chain knows it now. Stake in the token's smallest unit, cuts in parts per million. */
export interface OrchestratorState {
  readonly address: Address
  readonly stakeWei: bigint
  readonly rewardCutPpm: bigint
  readonly feeSharePpm: bigint
  readonly serviceUri: string
  readonly isRegistered: boolean
  /** In the active set of the current round. */
  readonly isActive: boolean
  readonly activationRound: bigint
  readonly deactivationRound: bigint
  readonly lastRewardRound: bigint
}

export interface DelegatorState {
  readonly address: Address
  readonly status: 'pending' | 'bonded' | 'unbonded'
  readonly bondedWei: bigint
  readonly feesWei: bigint
  /** Undefined when unbonded. */
  readonly delegate: Address | undefined
  readonly delegatedWei: bigint
  readonly startRound: bigint
  readonly lastClaimRound: bigint
  readonly nextUnbondingLockId: bigint
  /** With rewards and fees earned but not yet claimed. */
  readonly pendingStakeWei: bigint
  readonly pendingFeesWei: bigint
}

/** Reads of the BondingManager and the ServiceRegistry. */
export interface StakingReads {
  /** The pool in its order on chain, largest stake first. */
  pool(): Promise<readonly PoolEntry[]>
  /** The pool with everything about each member. */
  orchestrators(): Promise<readonly OrchestratorState[]>
  orchestrator(address: Address): Promise<OrchestratorState>
  poolSize(): Promise<{ readonly size: bigint; readonly maxSize: bigint }>
  isActive(address: Address): Promise<boolean>
  serviceUri(address: Address): Promise<string>
  /** The account that may call reward for an orchestrator beside itself; undefined when it named none. */
  rewardCaller(orchestrator: Address): Promise<Address | undefined>
  delegator(address: Address): Promise<DelegatorState>
  /** @returns undefined when there is no such lock. */
  unbondingLock(
    delegator: Address,
    lockId: bigint,
  ): Promise<{ readonly amountWei: bigint; readonly withdrawRound: bigint } | undefined>
  /** The stake that puts an orchestrator at its place in the pool: its delegators' and its own. */
  stakeWei(address: Address): Promise<bigint>
  /** What calling reward in this round would add to an orchestrator's stake, after the treasury's cut. */
  expectedRewardWei(address: Address): Promise<bigint>
  tokenBalanceWei(address: Address): Promise<bigint>
}
