import { type PoolHints, poolAfter, poolHints } from '@millrace/common/staking'
import { type Address, isSameAddress, zeroAddress } from '@millrace/crypto'
import type { ContractFunctionArgs, ContractFunctionName, PublicClient } from 'viem'
import type { Contracts } from '../client/contracts.ts'
import { contractCall } from '../tx/call.ts'
import type { TxRequest } from '../tx/tx-sender.ts'
import type { StakingReads } from './staking.ts'

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
}

/**
 * Calls of the BondingManager and the ServiceRegistry as an account would make them now, with hints for the contract's
 * sorted pool. Nothing is sent.
 */
export class StakingCalls {
  readonly #client: PublicClient
  readonly #contracts: Contracts
  readonly #staking: StakingReads

  constructor({ client, contracts, staking }: Dependencies) {
    this.#client = client
    this.#contracts = contracts
    this.#staking = staking
  }

  /** @returns undefined when the BondingManager may take that many tokens of the account already. */
  async approval(account: Address, amountWei: bigint): Promise<TxRequest | undefined> {
    const { token, bondingManager } = this.#contracts
    const allowanceWei = await this.#client.readContract({
      ...token,
      functionName: 'allowance',
      args: [account, bondingManager.address],
    })
    return allowanceWei < amountWei
      ? contractCall(token, 'approve', [bondingManager.address, amountWei])
      : undefined
  }

  async bond(account: Address, { amountWei, to }: { amountWei: bigint; to: Address }): Promise<TxRequest> {
    const [oldHints, newHints] = await this.#bondHints(account, { amountWei, to })
    const hints = [oldHints.prev, oldHints.next, newHints.prev, newHints.next] as const
    return this.#call('bondWithHint', [amountWei, to, ...hints])
  }

  async unbond(account: Address, { amountWei }: { amountWei: bigint }): Promise<TxRequest> {
    const { pendingStakeWei, delegate } = await this.#staking.delegator(account)
    const leavesPool =
      amountWei >= pendingStakeWei && delegate !== undefined && isSameAddress(delegate, account)
    const hints = leavesPool || !delegate ? nowhere : await this.#hintsAfter(delegate, -amountWei)
    return this.#call('unbondWithHint', [amountWei, hints.prev, hints.next])
  }

  /** Gives unbonding tokens back to the delegate, or, for an account that is not bonded any more, to `to`. */
  async rebond(account: Address, { lockId, to }: { lockId: bigint; to?: Address }): Promise<TxRequest> {
    const [{ delegate }, lock] = await Promise.all([
      this.#staking.delegator(account),
      this.#staking.unbondingLock(account, lockId),
    ])
    const gainer = to ?? delegate
    const { prev, next } = gainer && lock ? await this.#hintsAfter(gainer, lock.amountWei) : nowhere
    return to === undefined
      ? this.#call('rebondWithHint', [lockId, prev, next])
      : this.#call('rebondFromUnbondedWithHint', [to, lockId, prev, next])
  }

  withdrawStake({ lockId }: { lockId: bigint }): TxRequest {
    return this.#call('withdrawStake', [lockId])
  }

  withdrawFees({ recipient, amountWei }: { recipient: Address; amountWei: bigint }): TxRequest {
    return this.#call('withdrawFees', [recipient, amountWei])
  }

  claimEarnings(): TxRequest {
    // The contract claims up to the current round whatever it is given.
    return this.#call('claimEarnings', [0n])
  }

  /** Gives bonded stake to another delegator; one without a delegate joins that of the giver. */
  async transferBond(
    account: Address,
    { to, amountWei }: { to: Address; amountWei: bigint },
  ): Promise<TxRequest> {
    const [giver, receiver] = await Promise.all([
      this.#staking.delegator(account),
      this.#staking.delegator(to),
    ])
    const [loser, gainer] = [giver.delegate, receiver.delegate ?? giver.delegate]
    const [oldHints, newHints] =
      loser && gainer ? await this.#moveHints({ loser, gainer, lossWei: amountWei, gainWei: amountWei }) : []
    const [old, fresh] = [oldHints ?? nowhere, newHints ?? nowhere]
    return this.#call('transferBond', [to, amountWei, old.prev, old.next, fresh.prev, fresh.next])
  }

  /** Sets the cuts of the account, an orchestrator. */
  async setCuts(account: Address, { rewardCutPpm, feeSharePpm }: Cuts): Promise<TxRequest> {
    const hints = await this.#hintsAfter(account, 0n)
    return this.#call('transcoderWithHint', [rewardCutPpm, feeSharePpm, hints.prev, hints.next])
  }

  /** Calls reward for the account, or for an orchestrator that made the account its reward caller. */
  async reward(account: Address, orchestrator: Address): Promise<TxRequest> {
    const expectedWei = await this.#staking.expectedRewardWei(orchestrator)
    const { prev, next } = await this.#hintsAfter(orchestrator, expectedWei)
    return isSameAddress(orchestrator, account)
      ? this.#call('rewardWithHint', [prev, next])
      : this.#call('rewardForTranscoderWithHint', [orchestrator, prev, next])
  }

  setRewardCaller(caller: Address): TxRequest {
    return this.#call('setRewardCaller', [caller])
  }

  setServiceUri(uri: string): TxRequest {
    return contractCall(this.#contracts.serviceRegistry, 'setServiceURI', [uri])
  }

  async #bondHints(
    account: Address,
    { amountWei, to }: { amountWei: bigint; to: Address },
  ): Promise<readonly [PoolHints, PoolHints]> {
    const { delegate, pendingStakeWei: movedWei } = await this.#staking.delegator(account)
    const isMove = delegate !== undefined && !isSameAddress(delegate, to)
    if (!isMove) return [nowhere, await this.#hintsAfter(to, amountWei)]
    return this.#moveHints({ loser: delegate, gainer: to, lossWei: movedWei, gainWei: movedWei + amountWei })
  }

  /** Hints for the delegate that loses stake and for the one that gains it; the contract moves them in that order. */
  async #moveHints(move: {
    readonly loser: Address
    readonly gainer: Address
    readonly lossWei: bigint
    readonly gainWei: bigint
  }): Promise<readonly [PoolHints, PoolHints]> {
    const { loser, gainer, lossWei, gainWei } = move
    const [pool, { maxSize }, loserWei, gainerWei] = await Promise.all([
      this.#staking.pool(),
      this.#staking.poolSize(),
      this.#staking.stakeWei(loser),
      this.#staking.stakeWei(gainer),
    ])
    const isMember = pool.some(({ address }) => isSameAddress(address, loser))
    const loss = { address: loser, stakeWei: loserWei > lossWei ? loserWei - lossWei : 0n }
    const before = isSameAddress(loser, gainer) ? loss.stakeWei : gainerWei
    const gain = { address: gainer, stakeWei: before + gainWei }
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

  #call<Name extends BondingWrite>(
    functionName: Name,
    args: ContractFunctionArgs<BondingAbi, Writes, Name>,
  ): TxRequest {
    return contractCall(this.#contracts.bondingManager, functionName, args)
  }
}
