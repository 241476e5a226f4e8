import type { Actions, Chain } from '@millrace/chain'
import { ContractRevertError } from '@millrace/chain'
import { type Address, type Hex, isSameAddress } from '@millrace/crypto'
import type { TicketScheme } from '@millrace/payments'
import { type Log, parseEventLogs } from 'viem'
import { RedemptionRefusedError } from '../errors.ts'
import type { Redemption, RedemptionChain } from '../redeem/redeemer.ts'
import type { StoredWinner } from '../store/winner-store.ts'

export interface RedemptionsDependencies {
  readonly chain: Pick<Chain, 'client' | 'contracts' | 'broker'>
  readonly broker: Actions['broker']
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

/** Redeems tickets at the TicketBroker, and reads from its events what was paid. */
export class Redemptions implements RedemptionChain {
  readonly #deps: RedemptionsDependencies

  constructor(deps: RedemptionsDependencies) {
    this.#deps = deps
  }

  isTicketUsed(ticketHash: Hex): Promise<boolean> {
    return this.#deps.chain.broker.isTicketUsed(ticketHash)
  }

  async redeem(winner: StoredWinner): Promise<Redemption> {
    const { scheme, broker } = this.#deps
    const [ticket, sig, recipientRand] = scheme.redemption(winner).args
    try {
      const receipt = await broker.redeemWinningTicket({ ticket, sig, recipientRand })
      return { txHash: receipt.transactionHash, paidWei: this.#paidWei(receipt.logs, winner) }
    } catch (error) {
      if (!(error instanceof ContractRevertError) || !finalRefusals.has(error.errorName)) throw error
      throw new RedemptionRefusedError({ ticketHash: winner.ticketHash, reason: error.message, cause: error })
    }
  }

  async findRedemption({ ticket, recipientRand }: StoredWinner): Promise<Redemption | undefined> {
    const { client, contracts } = this.#deps.chain
    const { sender, recipient } = ticket
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
        ({ args }) => args.recipientRand === recipientRand && args.senderNonce === BigInt(ticket.senderNonce),
      )
      if (found) {
        const { logs } = await client.getTransactionReceipt({ hash: found.transactionHash })
        return { txHash: found.transactionHash, paidWei: this.#paidWei(logs, { ticket, recipientRand }) }
      }
      if (fromBlock === 0n) return undefined
      toBlock = fromBlock - 1n
    }
    return undefined
  }

  /**
   * The transfer that belongs to the ticket's own event: a batch has many tickets of one sender in a receipt, and the
   * contract emits a ticket's transfer right before its redemption, none when nothing was paid.
   */
  #paidWei(
    logs: readonly Log[],
    { ticket, recipientRand }: Pick<StoredWinner, 'ticket' | 'recipientRand'>,
  ): bigint {
    const { abi, address } = this.#deps.chain.contracts.ticketBroker
    const events = parseEventLogs({ abi, logs: logs.filter((log) => isSameAddress(log.address, address)) })
    let transferWei = 0n
    for (const event of events) {
      if (event.eventName === 'WinningTicketTransfer') {
        transferWei = isPair(event.args, ticket) ? event.args.amount : 0n
      } else if (event.eventName === 'WinningTicketRedeemed') {
        const isOurs =
          event.args.recipientRand === recipientRand && event.args.senderNonce === BigInt(ticket.senderNonce)
        if (isOurs && isPair(event.args, ticket)) return transferWei
        transferWei = 0n
      }
    }
    throw new Error('The receipt of a redemption does not tell of it.')
  }
}

type Pair = { readonly sender: Address; readonly recipient: Address }

function isPair(a: Pair, b: Pair): boolean {
  return isSameAddress(a.sender, b.sender) && isSameAddress(a.recipient, b.recipient)
}
