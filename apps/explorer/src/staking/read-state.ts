import {
  bondingManagerAbi,
  controllerAbi,
  minterAbi,
  registryNames,
  roundsManagerAbi,
  serviceRegistryAbi,
  tokenAbi,
} from '@millrace/abi'
import { PoolWalk } from '@millrace/common/staking'
import { type Address, type Client, keccak256, toBytes } from 'viem'
import { getBalance, readContract } from 'viem/actions'
import {
  isSame,
  type OrchestratorState,
  type PauseState,
  type RewardState,
  type StakeAccount,
  type StakingContracts,
  type StakingState,
  type UnbondingLock,
  zeroAddress,
} from './state.ts'

/** The deployment that staking reads. */
export interface StakingDeployment extends StakingContracts {
  readonly controller: Address
  readonly minter: Address
  readonly hasTreasury: boolean
}

/** What a plan needs beside the account. */
export interface StateQuery {
  readonly account: Address
  /** Orchestrators of the plan. */
  readonly orchestrators?: readonly Address[]
  readonly receiver?: Address | undefined
  /** Open locks older than those that are looked at anyway. */
  readonly lockIds?: readonly bigint[]
}

/** @throws {Error} when the chain does not answer, or has no Controller there. */
export async function readDeployment(client: Client, controller: Address): Promise<StakingDeployment> {
  const find = (name: keyof typeof registryNames) =>
    readContract(client, {
      address: controller,
      abi: controllerAbi,
      functionName: 'getContract',
      args: [keccak256(toBytes(registryNames[name]))],
    })
  const [token, minter, roundsManager, bondingManager, serviceRegistry, treasury] = await Promise.all([
    find('token'),
    find('minter'),
    find('roundsManager'),
    find('bondingManager'),
    find('serviceRegistry'),
    find('treasury'),
  ])
  const hasTreasury = treasury !== zeroAddress
  return { controller, token, minter, roundsManager, bondingManager, serviceRegistry, hasTreasury }
}

/** Reads what the rules of staking look at; calls of one moment travel together. */
export class StakingStateReader {
  readonly #client: Client
  readonly #deployment: StakingDeployment
  readonly #bonding: { readonly address: Address; readonly abi: typeof bondingManagerAbi }
  readonly #walk: PoolWalk

  /** @param likelyPool who is probably in the pool, which makes the first read quicker */
  constructor(client: Client, deployment: StakingDeployment, likelyPool: readonly Address[] = []) {
    this.#client = client
    this.#deployment = deployment
    this.#bonding = { address: deployment.bondingManager, abi: bondingManagerAbi }
    this.#walk = new PoolWalk({
      guess: likelyPool,
      first: () => readContract(client, { ...this.#bonding, functionName: 'getFirstTranscoderInPool' }),
      next: (member) =>
        readContract(client, {
          ...this.#bonding,
          functionName: 'getNextTranscoderInPool',
          args: [member],
        }),
    })
  }

  async read({ account, orchestrators = [], receiver, lockIds = [] }: StateQuery): Promise<StakingState> {
    const [round, pause, unbondingPeriod, reward, poolState, own, other] = await Promise.all([
      this.#round(),
      this.#pause(),
      readContract(this.#client, { ...this.#bonding, functionName: 'unbondingPeriod' }),
      this.#reward(),
      this.#pool(),
      this.#account(account),
      receiver && this.#account(receiver),
    ])
    const named = [account, own.delegate, other?.delegate, ...orchestrators].filter(
      (one): one is Address => one !== undefined && one !== zeroAddress,
    )
    const distinct = new Map(named.map((address) => [address.toLowerCase(), address]))
    const [locks, ...facts] = await Promise.all([
      this.#locks(account, own.nextLockId, lockIds),
      ...[...distinct.values()].map((address) => this.#orchestrator(address, round.number)),
    ])
    return {
      ...{ round, pause, unbondingPeriod, reward, ...poolState, account: own, locks, orchestrators: facts },
      receiver: other,
      contracts: this.#deployment,
    }
  }

  async #round() {
    const rounds = { address: this.#deployment.roundsManager, abi: roundsManagerAbi } as const
    const [number, isInitialized, isLocked] = await Promise.all([
      readContract(this.#client, { ...rounds, functionName: 'currentRound' }),
      readContract(this.#client, { ...rounds, functionName: 'currentRoundInitialized' }),
      readContract(this.#client, { ...rounds, functionName: 'currentRoundLocked' }),
    ])
    return { number, isInitialized, isLocked }
  }

  async #pause(): Promise<PauseState> {
    const controller = { address: this.#deployment.controller, abi: controllerAbi } as const
    if (!(await readContract(this.#client, { ...controller, functionName: 'paused' }))) return 'running'
    // The live network has no exits of their own: there a pause stops everything.
    const exitsPaused = await readContract(this.#client, {
      ...controller,
      functionName: 'exitsPaused',
    }).catch(() => true)
    return exitsPaused ? 'all-paused' : 'entries-paused'
  }

  async #reward(): Promise<RewardState> {
    const { minter, hasTreasury } = this.#deployment
    const [mintableWei, totalActiveStakeWei, rate] = await Promise.all([
      readContract(this.#client, {
        address: minter,
        abi: minterAbi,
        functionName: 'currentMintableTokens',
      }),
      readContract(this.#client, { ...this.#bonding, functionName: 'currentRoundTotalActiveStake' }),
      readContract(this.#client, { ...this.#bonding, functionName: 'treasuryRewardCutRate' }),
    ])
    return { mintableWei, totalActiveStakeWei, treasuryCutRate: hasTreasury ? rate : 0n }
  }

  async #pool() {
    const poolMaxSize = await readContract(this.#client, {
      ...this.#bonding,
      functionName: 'getTranscoderPoolMaxSize',
    })
    const members = await this.#walk.read(poolMaxSize)
    const stakes = await Promise.all(members.map((member) => this.#stakeOf(member)))
    const pool = members.map((address, index) => ({ address, stakeWei: stakes[index] ?? 0n }))
    return { pool, poolMaxSize }
  }

  #stakeOf(orchestrator: Address): Promise<bigint> {
    return readContract(this.#client, {
      ...this.#bonding,
      functionName: 'transcoderTotalStake',
      args: [orchestrator],
    })
  }

  async #account(address: Address): Promise<StakeAccount> {
    const token = { address: this.#deployment.token, abi: tokenAbi } as const
    // The contract ignores the round given to the pending reads.
    const upToNow = [address, 0n] as const
    const [balanceWei, allowanceWei, etherWei, stakeWei, feesWei, delegator] = await Promise.all([
      readContract(this.#client, { ...token, functionName: 'balanceOf', args: [address] }),
      readContract(this.#client, {
        ...token,
        functionName: 'allowance',
        args: [address, this.#deployment.bondingManager],
      }),
      getBalance(this.#client, { address }),
      readContract(this.#client, { ...this.#bonding, functionName: 'pendingStake', args: upToNow }),
      readContract(this.#client, { ...this.#bonding, functionName: 'pendingFees', args: upToNow }),
      readContract(this.#client, { ...this.#bonding, functionName: 'getDelegator', args: [address] }),
    ])
    const [bondedWei, claimedFeesWei, delegate, , startRound, lastClaimRound, nextLockId] = delegator
    return {
      ...{ address, balanceWei, allowanceWei, etherWei, bondedWei, stakeWei, feesWei, claimedFeesWei },
      delegate: bondedWei > 0n && !isSame(delegate, zeroAddress) ? delegate : undefined,
      ...{ startRound, lastClaimRound, nextLockId },
    }
  }

  async #orchestrator(address: Address, round: bigint): Promise<OrchestratorState> {
    const args = [address] as const
    const { serviceRegistry } = this.#deployment
    const [state, stakeWei, isRegistered, isActive, rewardCaller, serviceUri] = await Promise.all([
      readContract(this.#client, { ...this.#bonding, functionName: 'getTranscoder', args }),
      this.#stakeOf(address),
      readContract(this.#client, { ...this.#bonding, functionName: 'isRegisteredTranscoder', args }),
      readContract(this.#client, { ...this.#bonding, functionName: 'isActiveTranscoder', args }),
      readContract(this.#client, { ...this.#bonding, functionName: 'transcoderToRewardCaller', args }),
      readContract(this.#client, {
        address: serviceRegistry,
        abi: serviceRegistryAbi,
        functionName: 'getServiceURI',
        args,
      }),
    ])
    const [lastRewardRound, rewardCutPpm, feeSharePpm, lastUpdateRound, , deactivationRound] = state
    const [roundStakeWei] = await readContract(this.#client, {
      ...this.#bonding,
      functionName: 'getTranscoderEarningsPoolForRound',
      args: [address, lastUpdateRound >= round ? round : lastUpdateRound],
    })
    return {
      ...{ address, stakeWei, roundStakeWei, isRegistered, isActive, deactivationRound, lastRewardRound },
      ...{ rewardCutPpm, feeSharePpm, serviceUri },
      rewardCaller: isSame(rewardCaller, zeroAddress) ? undefined : rewardCaller,
    }
  }

  async #locks(
    account: Address,
    nextLockId: bigint,
    lockIds: readonly bigint[],
  ): Promise<readonly UnbondingLock[]> {
    const last = Array.from({ length: Number(min(nextLockId, lastLocks)) }, (_, back) =>
      BigInt(nextLockId - 1n - BigInt(back)),
    )
    const ids = [...new Set([...last, ...lockIds])].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    const locks = await Promise.all(
      ids.map(async (id) => {
        const [amountWei, withdrawRound] = await readContract(this.#client, {
          ...this.#bonding,
          functionName: 'getDelegatorUnbondingLock',
          args: [account, id],
        })
        return { id, amountWei, withdrawRound }
      }),
    )
    return locks.filter(({ amountWei }) => amountWei > 0n)
  }
}

/** Locks looked at without being asked for, the youngest. */
const lastLocks = 100n

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
