import type { SignedTransaction } from '@millrace/chain'
import type { Address, Hex } from '@millrace/crypto'
import type { MinedAt } from './redemption-store.ts'
import type { StoredWinner } from './winner-store.ts'

/** How a ticket that is used was paid. */
export interface FoundRedemption {
  readonly txHash: Hex
  readonly paidWei: bigint
  /** The chain's own number of the block. */
  readonly height: bigint
}

/** A transaction in the chain. */
export interface MinedRedemption extends MinedAt {
  /** What one winner of it was paid; undefined when the contract passed it over. */
  paidWei(winner: StoredWinner): bigint | undefined
}

/** At least one. */
export type Winners = readonly [StoredWinner, ...StoredWinner[]]

/** What redeeming needs of the chain. All of it may also fail because nobody answers. */
export interface RedemptionChain {
  /** The account that pays for gas. */
  readonly account: Address
  /** @throws {EndpointsDisagreeError} when several endpoints do not say the same. */
  isTicketUsed(ticketHash: Hex): Promise<boolean>
  /** Whether the contract refuses a winner for good, as all endpoints say that answer. */
  isHopeless(winner: StoredWinner): Promise<boolean>
  /** Undefined when it cannot be found any more. */
  findRedemption(winner: StoredWinner): Promise<FoundRedemption | undefined>
  /**
   * Asks the contract whether it would pay a winner now.
   * @throws {RedemptionRefusedError} when it never will, {ContractRevertError} when it would not now.
   */
  check(winner: StoredWinner): Promise<void>
  /**
   * Signs the transaction that redeems winners; `keep` must write it down before it returns.
   * @throws {ContractRevertError} when the contract refuses the call as a whole.
   */
  prepare(winners: Winners, keep: (signed: SignedTransaction) => void): Promise<SignedTransaction>
  /** @throws {GasPriceTooHighError} when fees that nodes take are above the limit. */
  reprice(
    signed: SignedTransaction,
    limit: { maxFeePerGasWei: bigint | undefined },
  ): Promise<SignedTransaction>
  broadcast(signed: SignedTransaction): Promise<boolean>
  /** The first of these transactions that is in the chain. */
  findMined(txHashes: readonly Hex[]): Promise<MinedRedemption | undefined>
  /** Whether a block is in the chain; undefined when the chain does not reach so far now. */
  hasBlock(at: Pick<MinedAt, 'blockHash' | 'height'>): Promise<boolean | undefined>
  /** The chain's own latest block number, in which confirmations are counted. */
  height(): Promise<bigint>
  /** How many transactions of an account are in the chain. */
  minedNonces(account: Address): Promise<number>
  /** Keeps a nonce from being given to another transaction. */
  hold(nonce: number): void
  release(nonce: number): void
}
