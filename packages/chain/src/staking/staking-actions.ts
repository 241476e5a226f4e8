import type { Address } from '@millrace/crypto'
import type { PublicClient, TransactionReceipt } from 'viem'
import type { Contracts } from '../client/contracts.ts'
import type { TransactionSender } from '../tx/tx-sender.ts'
import type { StakingReads } from './staking.ts'
import { type Cuts, StakingCalls } from './staking-calls.ts'

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
  readonly #calls: StakingCalls
  readonly #sender: TransactionSender

  constructor({ sender, ...reads }: Dependencies) {
    this.#calls = new StakingCalls(reads)
    this.#sender = sender
  }

  /**
   * Bonds tokens of the account to an orchestrator, or to itself, approving them first if that is needed. With
   * another delegate than before the whole stake moves; the amount may then be 0.
   */
  async bond(bond: { amountWei: bigint; to: Address }): Promise<TransactionReceipt> {
    const { address } = this.#sender
    const approval = await this.#calls.approval(address, bond.amountWei)
    if (approval) await this.#sender.send(approval)
    return this.#sender.send(await this.#calls.bond(address, bond))
  }

  async unbond(amount: { amountWei: bigint }): Promise<TransactionReceipt> {
    return this.#sender.send(await this.#calls.unbond(this.#sender.address, amount))
  }

  /** Gives unbonding tokens back to the delegate. */
  async rebond(lock: { lockId: bigint }): Promise<TransactionReceipt> {
    return this.#sender.send(await this.#calls.rebond(this.#sender.address, lock))
  }

  withdrawStake(lock: { lockId: bigint }): Promise<TransactionReceipt> {
    return this.#sender.send(this.#calls.withdrawStake(lock))
  }

  /** Sends earned fees, in ether, to `recipient`. */
  withdrawFees(fees: { recipient: Address; amountWei: bigint }): Promise<TransactionReceipt> {
    return this.#sender.send(this.#calls.withdrawFees(fees))
  }

  claimEarnings(): Promise<TransactionReceipt> {
    return this.#sender.send(this.#calls.claimEarnings())
  }

  /** Sets the cuts of the account, an orchestrator. Fails in the last part of a round. */
  async setCuts(cuts: Cuts): Promise<TransactionReceipt> {
    return this.#sender.send(await this.#calls.setCuts(this.#sender.address, cuts))
  }

  /** Calls reward for the account, or for an orchestrator that made the account its reward caller. */
  async reward({
    orchestrator = this.#sender.address,
  }: {
    orchestrator?: Address
  } = {}): Promise<TransactionReceipt> {
    return this.#sender.send(await this.#calls.reward(this.#sender.address, orchestrator))
  }

  /** Lets another account call reward for this one; the zero address takes that back. */
  setRewardCaller(caller: Address): Promise<TransactionReceipt> {
    return this.#sender.send(this.#calls.setRewardCaller(caller))
  }

  setServiceUri(uri: string): Promise<TransactionReceipt> {
    return this.#sender.send(this.#calls.setServiceUri(uri))
  }
}
