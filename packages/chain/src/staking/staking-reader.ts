import { registryNames } from '@millrace/abi'
import { type PoolEntry, PoolWalk, rewardWei } from '@millrace/common/staking'
import { type Address, zeroAddress } from '@millrace/crypto'
import { keccak256, type PublicClient, toBytes } from 'viem'
import type { Contracts } from '../client/contracts.ts'
import type { DelegatorState, OrchestratorState, StakingReads } from './staking.ts'

const treasuryId = keccak256(toBytes(registryNames.treasury))
const delegatorStatuses = ['pending', 'bonded', 'unbonded'] as const

/** Reads of the BondingManager, the ServiceRegistry and the token. */
export class StakingReader implements StakingReads {
  readonly #client: PublicClient
  readonly #contracts: Contracts
  readonly #walk: PoolWalk

  constructor({ client, contracts }: { client: PublicClient; contracts: Contracts }) {
    this.#client = client
    this.#contracts = contracts
    const bonding = contracts.bondingManager
    this.#walk = new PoolWalk({
      first: () => client.readContract({ ...bonding, functionName: 'getFirstTranscoderInPool' }),
      next: (address) =>
        client.readContract({ ...bonding, functionName: 'getNextTranscoderInPool', args: [address] }),
    })
  }

  async pool(): Promise<readonly PoolEntry[]> {
    const { maxSize } = await this.poolSize()
    const addresses = await this.#walk.read(maxSize)
    const stakes = await Promise.all(addresses.map((address) => this.stakeWei(address)))
    return addresses.map((address, index) => ({ address, stakeWei: stakes[index] ?? 0n }))
  }

  async orchestrators(): Promise<readonly OrchestratorState[]> {
    const pool = await this.pool()
    return Promise.all(pool.map(({ address }) => this.orchestrator(address)))
  }

  async orchestrator(address: Address): Promise<OrchestratorState> {
    const bonding = this.#contracts.bondingManager
    const [state, stakeWei, isRegistered, isActive, serviceUri] = await Promise.all([
      this.#client.readContract({ ...bonding, functionName: 'getTranscoder', args: [address] }),
      this.stakeWei(address),
      this.#client.readContract({ ...bonding, functionName: 'isRegisteredTranscoder', args: [address] }),
      this.isActive(address),
      this.serviceUri(address),
    ])
    const [lastRewardRound, rewardCutPpm, feeSharePpm, , activationRound, deactivationRound] = state
    return {
      address,
      stakeWei,
      rewardCutPpm,
      feeSharePpm,
      serviceUri,
      isRegistered,
      isActive,
      activationRound,
      deactivationRound,
      lastRewardRound,
    }
  }

  async poolSize(): Promise<{ readonly size: bigint; readonly maxSize: bigint }> {
    const bonding = this.#contracts.bondingManager
    const [size, maxSize] = await Promise.all([
      this.#client.readContract({ ...bonding, functionName: 'getTranscoderPoolSize' }),
      this.#client.readContract({ ...bonding, functionName: 'getTranscoderPoolMaxSize' }),
    ])
    return { size, maxSize }
  }

  stakeWei(address: Address): Promise<bigint> {
    return this.#client.readContract({
      ...this.#contracts.bondingManager,
      functionName: 'transcoderTotalStake',
      args: [address],
    })
  }

  tokenBalanceWei(address: Address): Promise<bigint> {
    return this.#client.readContract({
      ...this.#contracts.token,
      functionName: 'balanceOf',
      args: [address],
    })
  }

  isActive(address: Address): Promise<boolean> {
    return this.#client.readContract({
      ...this.#contracts.bondingManager,
      functionName: 'isActiveTranscoder',
      args: [address],
    })
  }

  async rewardCaller(orchestrator: Address): Promise<Address | undefined> {
    const caller = await this.#client.readContract({
      ...this.#contracts.bondingManager,
      functionName: 'transcoderToRewardCaller',
      args: [orchestrator],
    })
    return caller === zeroAddress ? undefined : caller
  }

  serviceUri(address: Address): Promise<string> {
    return this.#client.readContract({
      ...this.#contracts.serviceRegistry,
      functionName: 'getServiceURI',
      args: [address],
    })
  }

  async delegator(address: Address): Promise<DelegatorState> {
    const bonding = this.#contracts.bondingManager
    // The contract ignores the round given to the pending reads.
    const [state, status, pendingStakeWei, pendingFeesWei] = await Promise.all([
      this.#client.readContract({ ...bonding, functionName: 'getDelegator', args: [address] }),
      this.#client.readContract({ ...bonding, functionName: 'delegatorStatus', args: [address] }),
      this.#client.readContract({ ...bonding, functionName: 'pendingStake', args: [address, 0n] }),
      this.#client.readContract({ ...bonding, functionName: 'pendingFees', args: [address, 0n] }),
    ])
    const [bondedWei, feesWei, delegate, delegatedWei, startRound, lastClaimRound, nextUnbondingLockId] =
      state
    return {
      address,
      status: delegatorStatuses[status] ?? 'unbonded',
      bondedWei,
      feesWei,
      delegate: delegate === zeroAddress ? undefined : delegate,
      delegatedWei,
      startRound,
      lastClaimRound,
      nextUnbondingLockId,
      pendingStakeWei,
      pendingFeesWei,
    }
  }

  async unbondingLock(
    delegator: Address,
    lockId: bigint,
  ): Promise<{ readonly amountWei: bigint; readonly withdrawRound: bigint } | undefined> {
    const [amountWei, withdrawRound] = await this.#client.readContract({
      ...this.#contracts.bondingManager,
      functionName: 'getDelegatorUnbondingLock',
      args: [delegator, lockId],
    })
    return withdrawRound === 0n ? undefined : { amountWei, withdrawRound }
  }

  /** The reward that an orchestrator's next call of this round is expected to add to its stake. */
  async expectedRewardWei(address: Address): Promise<bigint> {
    const bonding = this.#contracts.bondingManager
    const [mintableWei, totalActiveStakeWei, cutRate, treasury, stakeWei] = await Promise.all([
      this.#client.readContract({ ...this.#contracts.minter, functionName: 'currentMintableTokens' }),
      this.#client.readContract({ ...bonding, functionName: 'currentRoundTotalActiveStake' }),
      this.#client.readContract({ ...bonding, functionName: 'treasuryRewardCutRate' }),
      this.#client.readContract({
        ...this.#contracts.controller,
        functionName: 'getContract',
        args: [treasuryId],
      }),
      this.#roundStakeWei(address),
    ])
    // Without a treasury the contract takes no cut, whatever its rate is.
    const treasuryCutRate = treasury === zeroAddress ? 0n : cutRate
    return rewardWei({ mintableWei, totalActiveStakeWei, treasuryCutRate, stakeWei })
  }

  /** Stake that counts in the current round, which changes made in it do not touch. */
  async #roundStakeWei(address: Address): Promise<bigint> {
    const bonding = this.#contracts.bondingManager
    const [state, round] = await Promise.all([
      this.#client.readContract({ ...bonding, functionName: 'getTranscoder', args: [address] }),
      this.#client.readContract({ ...this.#contracts.roundsManager, functionName: 'currentRound' }),
    ])
    const lastUpdate = state[3]
    const isUpToDate = lastUpdate >= round
    const [stakeWei] = await this.#client.readContract({
      ...bonding,
      functionName: 'getTranscoderEarningsPoolForRound',
      args: [address, isUpToDate ? round : lastUpdate],
    })
    return stakeWei
  }
}
