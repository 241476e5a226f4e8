import type { PoolEntry } from '@millrace/common/staking'
import type { Address } from 'viem'

/** The round clock, in the blocks that rounds are counted in. */
interface RoundState {
  readonly number: bigint
  readonly isInitialized: boolean
  /** In the last part of a round cuts cannot change. */
  readonly isLocked: boolean
}

/** What an account holds, has bonded and has earned. Tokens, stake, fees and ether in wei. */
export interface StakeAccount {
  readonly address: Address
  readonly balanceWei: bigint
  /** What the BondingManager may take of its tokens. */
  readonly allowanceWei: bigint
  readonly etherWei: bigint
  /** As of the last claim. */
  readonly bondedWei: bigint
  /** With rewards earned since: what the stake is. */
  readonly stakeWei: bigint
  /** With fees earned since: what can be withdrawn. */
  readonly feesWei: bigint
  /** Fees as of the last claim. */
  readonly claimedFeesWei: bigint
  /** Undefined when nothing is bonded. */
  readonly delegate: Address | undefined
  /** First round in which the stake counts. */
  readonly startRound: bigint
  readonly lastClaimRound: bigint
  readonly nextLockId: bigint
}

export interface OrchestratorState {
  readonly address: Address
  /** All stake delegated to it, its own included. */
  readonly stakeWei: bigint
  /** Its stake as it counts in the current round, whatever changed in it. */
  readonly roundStakeWei: bigint
  /** Bonded to itself. */
  readonly isRegistered: boolean
  /** In the active set of the current round. */
  readonly isActive: boolean
  /** 2²⁵⁶ − 1 while it is in the pool. */
  readonly deactivationRound: bigint
  readonly lastRewardRound: bigint
  /** Part of rewards that it keeps, in parts per million. */
  readonly rewardCutPpm: bigint
  /** Part of fees that its delegators get, in parts per million. */
  readonly feeSharePpm: bigint
  readonly serviceUri: string
  readonly rewardCaller: Address | undefined
}

/** Stake on its way out. */
export interface UnbondingLock {
  readonly id: bigint
  readonly amountWei: bigint
  /** First round in which it can be withdrawn. */
  readonly withdrawRound: bigint
}

/** What a reward call mints from. */
export interface RewardState {
  readonly mintableWei: bigint
  readonly totalActiveStakeWei: bigint
  /** In parts of 10²⁷; 0 without a treasury. */
  readonly treasuryCutRate: bigint
}

/** What cannot be done at present: nothing, all but taking funds out, or anything. */
export type PauseState = 'running' | 'entries-paused' | 'all-paused'

/** Where the contracts are that staking calls. */
export interface StakingContracts {
  readonly token: Address
  readonly bondingManager: Address
  readonly serviceRegistry: Address
  readonly roundsManager: Address
}

/** All that the rules of staking look at, as of one block. */
export interface StakingState {
  readonly round: RoundState
  readonly pause: PauseState
  /** In rounds. */
  readonly unbondingPeriod: bigint
  /** In its order on chain, largest stake first. */
  readonly pool: readonly PoolEntry[]
  readonly poolMaxSize: bigint
  readonly reward: RewardState
  readonly account: StakeAccount
  /** The account's open locks, by id. */
  readonly locks: readonly UnbondingLock[]
  /** Those that the account or its plan has to do with. */
  readonly orchestrators: readonly OrchestratorState[]
  /** Who would get stake that is transferred. */
  readonly receiver?: StakeAccount | undefined
  readonly contracts: StakingContracts
}

/** The deactivation round of a pool member. */
export const never = 2n ** 256n - 1n

export const zeroAddress: Address = '0x0000000000000000000000000000000000000000'

/** Whether both name one account, whatever their capitals. */
export function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase()
}

/** @returns undefined when the state was read without it. */
export function orchestratorIn(
  { orchestrators }: StakingState,
  address: string | undefined,
): OrchestratorState | undefined {
  return orchestrators.find((one) => isSame(one.address, address))
}

/** Whether the account's stake makes it an orchestrator. */
export function isOrchestrator({ address, delegate, bondedWei }: StakeAccount): boolean {
  return bondedWei > 0n && isSame(address, delegate)
}
