import { type Address, isSameAddress, zeroAddress } from '@millrace/crypto'
import type { ContractFunctionArgs, ContractFunctionName, PublicClient, TransactionReceipt } from 'viem'
import type { Contracts } from '../client/contracts.ts'
import { contractCall } from '../tx/call.ts'
import type { TransactionSender } from '../tx/tx-sender.ts'
import { poolAfter, poolHints } from './pool-hints.ts'
import type { PoolHints, StakingReads } from './staking.ts'

const nowhere: PoolHints = { prev: zeroAddress, next: zeroAddress }

/** Cuts in parts per million: of rewards kept by the orchestrator, and of fees given to its delegators. */
export interface Cuts {
  readonly rewardCutPpm: bigint
  readonly feeSharePpm: bigint
}

type Writes = 'nonpayable' | 'payable'
type BondingAbi = Contracts['bondingManager']['abi']
type BondingWrite = ContractFunctionName<BondingAbi, Writes>

interface Dependencies {
  readonly client: PublicClient
  readonly contracts: Contracts
  readonly staking: StakingReads
  readonly sender: TransactionSender
}

/**
 * Writes of the BondingManager and the ServiceRegistry by one account, with hints for the contract's sorted pool.
 * Every call throws what {@link TransactionSender.send} throws.
 */
export class StakingActions {
  readonly #client: PublicClient
  readonly #contracts: Contracts
  readonly #staking: StakingReads
  readonly #sender: TransactionSender

  constructor({ client, contracts, staking, sender }: Dependencies) {
    this.#client = client
    this.#contracts = contracts
    this.#staking = staking
    this.#sender = sender
  }

  /**
   * Bonds tokens of the account to an orchestrator, or to itself, approving them first if that is needed. With
   * another delegate than before the whole stake moves; the amount may then be 0.
   */
  async bond({ amountWei, to }: { amountWei: bigint; to: Address }): Promise<TransactionReceipt> {
    await this.#approve(amountWei)
    const [oldHints, newHints] = await this.#bondHints(amountWei, to)
    return this.#send('bondWithHint', [
      amountWei,
      to,
      oldHints.prev,
      oldHints.next,
      newHints.prev,
      newHints.next,
    ])
  }

  async unbond({ amountWei }: { amountWei: bigint }): Promise<TransactionReceipt> {
    const { address } = this.#sender
    const { pendingStakeWei, delegate } = await this.#staking.delegator(address)
    const leavesPool =
      amountWei >= pendingStakeWei && delegate !== undefined && isSameAddress(delegate, address)
    const hints = leavesPool || !delegate ? nowhere : await this.#hintsAfter(delegate, -amountWei)
    return this.#send('unbondWithHint', [amountWei, hints.prev, hints.next])
  }

  /** Gives unbonding tokens back to the delegate. */
  async rebond({ lockId }: { lockId: bigint }): Promise<TransactionReceipt> {
    const { address } = this.#sender
    const [{ delegate }, lock] = await Promise.all([
      this.#staking.delegator(address),
      this.#staking.unbondingLock(address, lockId),
    ])
    const hints = delegate && lock ? await this.#hintsAfter(delegate, lock.amountWei) : nowhere
    return this.#send('rebondWithHint', [lockId, hints.prev, hints.next])
  }

  withdrawStake({ lockId }: { lockId: bigint }): Promise<TransactionReceipt> {
    return this.#send('withdrawStake', [lockId])
  }

  /** Sends earned fees, in ether, to `recipient`. */
  withdrawFees({
    recipient,
    amountWei,
  }: {
    recipient: Address
    amountWei: bigint
  }): Promise<TransactionReceipt> {
    return this.#send('withdrawFees', [recipient, amountWei])
  }

  claimEarnings(): Promise<TransactionReceipt> {
    // The contract claims up to the current round whatever it is given.
    return this.#send('claimEarnings', [0n])
  }

  /** Sets the cuts of the account, an orchestrator. Fails in the last part of a round. */
  async setCuts({ rewardCutPpm, feeSharePpm }: Cuts): Promise<TransactionReceipt> {
    const hints = await this.#hintsAfter(this.#sender.address, 0n)
    return this.#send('transcoderWithHint', [rewardCutPpm, feeSharePpm, hints.prev, hints.next])
  }

  /** Calls reward for the account, or for an orchestrator that made the account its reward caller. */
  async reward({
    orchestrator = this.#sender.address,
  }: {
    orchestrator?: Address
  } = {}): Promise<TransactionReceipt> {
    const { prev, next } = await this.#hintsAfter(
      orchestrator,
      await this.#staking.expectedRewardWei(orchestrator),
    )
    return isSameAddress(orchestrator, this.#sender.address)
      ? this.#send('rewardWithHint', [prev, next])
      : this.#send('rewardForTranscoderWithHint', [orchestrator, prev, next])
  }

  /** Lets another account call reward for this one; the zero address takes that back. */
  setRewardCaller(caller: Address): Promise<TransactionReceipt> {
    return this.#send('setRewardCaller', [caller])
  }

  setServiceUri(uri: string): Promise<TransactionReceipt> {
    return this.#sender.send(contractCall(this.#contracts.serviceRegistry, 'setServiceURI', [uri]))
  }

  async #approve(amountWei: bigint): Promise<void> {
    const { token, bondingManager } = this.#contracts
    const allowanceWei = await this.#client.readContract({
      ...token,
      functionName: 'allowance',
      args: [this.#sender.address, bondingManager.address],
    })
    if (allowanceWei < amountWei)
      await this.#sender.send(contractCall(token, 'approve', [bondingManager.address, amountWei]))
  }

  /** Hints for the delegate that loses the stake and for the one that gains it; the contract moves them in that order. */
  async #bondHints(amountWei: bigint, to: Address): Promise<readonly [PoolHints, PoolHints]> {
    const { delegate, pendingStakeWei: movedWei } = await this.#staking.delegator(this.#sender.address)
    const isMove = delegate !== undefined && !isSameAddress(delegate, to)
    if (!isMove) return [nowhere, await this.#hintsAfter(to, amountWei)]
    const [pool, { maxSize }, oldStakeWei, newStakeWei] = await Promise.all([
      this.#staking.pool(),
      this.#staking.poolSize(),
      this.#staking.stakeWei(delegate),
      this.#staking.stakeWei(to),
    ])
    const isMember = pool.some(({ address }) => isSameAddress(address, delegate))
    const loss = { address: delegate, stakeWei: oldStakeWei > movedWei ? oldStakeWei - movedWei : 0n }
    const gain = { address: to, stakeWei: newStakeWei + movedWei + amountWei }
    const between = isMember ? poolAfter(pool, loss, maxSize) : pool
    return [isMember ? poolHints(pool, loss, maxSize) : nowhere, poolHints(between, gain, maxSize)]
  }

  async #hintsAfter(orchestrator: Address, changeWei: bigint): Promise<PoolHints> {
    const [pool, { maxSize }, stakeWei] = await Promise.all([
      this.#staking.pool(),
      this.#staking.poolSize(),
      this.#staking.stakeWei(orchestrator),
    ])
    const changedWei = stakeWei + changeWei
    return poolHints(pool, { address: orchestrator, stakeWei: changedWei > 0n ? changedWei : 0n }, maxSize)
  }

  #send<Name extends BondingWrite>(
    functionName: Name,
    args: ContractFunctionArgs<BondingAbi, Writes, Name>,
  ): Promise<TransactionReceipt> {
    return this.#sender.send(contractCall(this.#contracts.bondingManager, functionName, args))
  }
}
