import {
  type Chain,
  ContractRevertError,
  decodeFailure,
  EndpointsDisagreeError,
  redemptionCall,
  type SignedTransaction,
  type TxSender,
} from '@millrace/chain'
import { type Address, type Hex, isSameAddress } from '@millrace/crypto'
import type { TicketScheme } from '@millrace/payments'
import {
  BlockNotFoundError,
  type Log,
  type PublicClient,
  parseEventLogs,
  TransactionReceiptNotFoundError,
} from 'viem'
import { RedemptionRefusedError } from './errors.ts'
import type { FoundRedemption, MinedRedemption, RedemptionChain, Winners } from './redemption-chain.ts'
import type { MinedAt } from './redemption-store.ts'
import type { StoredWinner } from './winner-store.ts'

export interface BrokerRedemptionsDependencies {
  readonly chain: Pick<Chain, 'client' | 'witnesses' | 'contracts'>
  readonly sender: Pick<TxSender, 'address' | 'prepare' | 'reprice' | 'broadcast' | 'hold' | 'release'>
  readonly scheme: TicketScheme
}

/**
 * Refusals that nothing can lift: the ticket itself is wrong or too old. A plain text (`Error`) is what the contract
 * gives for a used ticket and for a round without block hash.
 */
const finalRefusals: ReadonlySet<string | undefined> = new Set([
  'CreationRoundBlockHashMismatch',
  'Error',
  'InvalidAuxDataLength',
  'InvalidSignatureLength',
  'InvalidTicketSignature',
  'RecipientRandMismatch',
  'TicketDidNotWin',
  'TicketExpired',
  'TicketRecipientIsZero',
  'TicketSenderIsZero',
])

/** Blocks asked for at once when an old redemption is looked up; public nodes refuse wider ranges. */
const logPageBlocks = 10_000n
const maxLogPages = 20
const label = 'redeem'

/** Redeems tickets at the TicketBroker, and reads from its events what was paid. */
export class BrokerRedemptions implements RedemptionChain {
  readonly #deps: BrokerRedemptionsDependencies

  constructor(deps: BrokerRedemptionsDependencies) {
    this.#deps = deps
  }

  get account(): Address {
    return this.#deps.sender.address
  }

  async isTicketUsed(ticketHash: Hex): Promise<boolean> {
    const contract = this.#deps.chain.contracts.ticketBroker
    const answers = await this.#askAll((client) =>
      client.readContract({ ...contract, functionName: 'usedTickets', args: [ticketHash] }),
    )
    if (answers.size > 1) throw new EndpointsDisagreeError({ about: `ticket ${ticketHash}` })
    return answers.has(true)
  }

  async isHopeless(winner: StoredWinner): Promise<boolean> {
    const answers = await this.#askAll(async (client) => {
      try {
        await this.#check(winner, client)
        return false
      } catch (error) {
        if (error instanceof RedemptionRefusedError) return true
        if (error instanceof ContractRevertError) return false
        throw error
      }
    })
    return !answers.has(false)
  }

  /** What can never be taken back is not believed of one endpoint while others say otherwise. */
  async #askAll<T>(ask: (client: PublicClient) => Promise<T>): Promise<ReadonlySet<T>> {
    const { client, witnesses } = this.#deps.chain
    const asked = await Promise.allSettled((witnesses.length > 0 ? witnesses : [client]).map(ask))
    const answers = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    if (answers.length > 0) return new Set(answers)
    throw asked.find((one) => one.status === 'rejected')?.reason
  }

  check(winner: StoredWinner): Promise<void> {
    return this.#check(winner, this.#deps.chain.client)
  }

  async #check(winner: StoredWinner, client: PublicClient): Promise<void> {
    const { to, data } = this.#callOf([winner])
    const { account } = this
    try {
      await client.call({ account, ...(to && { to }), ...(data && { data }) })
    } catch (failure) {
      const error = decodeFailure(failure, { label, account })
      if (!(error instanceof ContractRevertError) || !finalRefusals.has(error.errorName)) throw error
      throw new RedemptionRefusedError({ ticketHash: winner.ticketHash, reason: error.message, cause: error })
    }
  }

  prepare(winners: Winners, keep: (signed: SignedTransaction) => void): Promise<SignedTransaction> {
    return this.#deps.sender.prepare(this.#callOf(winners), keep)
  }

  reprice(
    signed: SignedTransaction,
    { maxFeePerGasWei }: { maxFeePerGasWei: bigint | undefined },
  ): Promise<SignedTransaction> {
    return this.#deps.sender.reprice(signed, { label, maxFeePerGasWei })
  }

  broadcast(signed: SignedTransaction): Promise<boolean> {
    return this.#deps.sender.broadcast(signed)
  }

  async findMined(txHashes: readonly Hex[]): Promise<MinedRedemption | undefined> {
    for (const hash of txHashes) {
      try {
        const { blockHash, blockNumber, logs } = await this.#deps.chain.client.getTransactionReceipt({ hash })
        return { txHash: hash, blockHash, height: blockNumber, paidWei: this.#paidByTicket(logs) }
      } catch (error) {
        if (!(error instanceof TransactionReceiptNotFoundError)) throw error
      }
    }
    return undefined
  }

  async hasBlock({ blockHash, height }: Pick<MinedAt, 'blockHash' | 'height'>): Promise<boolean | undefined> {
    try {
      const { hash } = await this.#deps.chain.client.getBlock({ blockNumber: height })
      return hash === blockHash
    } catch (error) {
      if (error instanceof BlockNotFoundError) return undefined
      throw error
    }
  }

  height(): Promise<bigint> {
    return this.#deps.chain.client.getBlockNumber()
  }

  minedNonces(address: Address): Promise<number> {
    return this.#deps.chain.client.getTransactionCount({ address })
  }

  hold(nonce: number): void {
    this.#deps.sender.hold(nonce)
  }

  release(nonce: number): void {
    this.#deps.sender.release(nonce)
  }

  async findRedemption(winner: StoredWinner): Promise<FoundRedemption | undefined> {
    const { client, contracts } = this.#deps.chain
    const { sender, recipient, senderNonce } = winner.ticket
    let toBlock = await client.getBlockNumber()
    for (let page = 0; page < maxLogPages; page++) {
      const fromBlock = toBlock > logPageBlocks ? toBlock - logPageBlocks : 0n
      const events = await client.getContractEvents({
        ...contracts.ticketBroker,
        eventName: 'WinningTicketRedeemed',
        args: { sender, recipient },
        fromBlock,
        toBlock,
      })
      const found = events.find(
        ({ args }) => args.recipientRand === winner.recipientRand && args.senderNonce === BigInt(senderNonce),
      )
      if (found) {
        const { logs } = await client.getTransactionReceipt({ hash: found.transactionHash })
        const paidWei = this.#paidByTicket(logs)(winner)
        if (paidWei !== undefined)
          return { txHash: found.transactionHash, paidWei, height: found.blockNumber }
      }
      if (fromBlock === 0n) return undefined
      toBlock = fromBlock - 1n
    }
    return undefined
  }

  #callOf([first, ...others]: Winners) {
    const { chain, scheme } = this.#deps
    const argsOf = (winner: StoredWinner) => {
      const [ticket, sig, recipientRand] = scheme.redemption(winner).args
      return { ticket, sig, recipientRand }
    }
    return { ...redemptionCall(chain.contracts.ticketBroker, [argsOf(first), ...others.map(argsOf)]), label }
  }

  /**
   * What each ticket of a receipt was paid. The contract emits a ticket's transfer right before its redemption, none when
   * nothing was paid.
   */
  #paidByTicket(
    logs: readonly Log[],
  ): (winner: Pick<StoredWinner, 'ticket' | 'recipientRand'>) => bigint | undefined {
    const { abi, address } = this.#deps.chain.contracts.ticketBroker
    const events = parseEventLogs({ abi, logs: logs.filter((log) => isSameAddress(log.address, address)) })
    const paid = new Map<string, bigint>()
    let transferWei = 0n
    for (const { eventName, args } of events) {
      if (eventName === 'WinningTicketTransfer') transferWei = args.amount
      else if (eventName === 'WinningTicketRedeemed') {
        paid.set(keyOf(args), transferWei)
        transferWei = 0n
      }
    }
    return ({ ticket, recipientRand }) =>
      paid.get(keyOf({ ...ticket, recipientRand, senderNonce: BigInt(ticket.senderNonce) }))
  }
}

interface TicketKey {
  readonly sender: Address
  readonly recipient: Address
  readonly recipientRand: bigint
  readonly senderNonce: bigint
}

/** A secret number is the recipient's own, and a sender uses a nonce with it once. */
function keyOf({ sender, recipient, recipientRand, senderNonce }: TicketKey): string {
  return `${sender}${recipient}${recipientRand}:${senderNonce}`.toLowerCase()
}
