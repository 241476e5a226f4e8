import type { Actions, Chain } from '@millrace/chain'
import { ContractRevertError, type WinningTicket as WinningTicketCall } from '@millrace/chain'
import { type Address, type Hex, isSameAddress } from '@millrace/crypto'
import type { TicketScheme } from '@millrace/payments'
import { type Log, parseEventLogs, type TransactionReceipt } from 'viem'
import { PassedOverError, RedemptionRefusedError } from '../errors.ts'
import type { Redemption, RedemptionChain, RedemptionOutcome } from '../redeem/redemption-chain.ts'
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

  async redeem(winners: readonly StoredWinner[]): Promise<readonly RedemptionOutcome[]> {
    const refusals = await Promise.all(winners.map((winner) => this.#refusal(winner)))
    const good = winners.filter((_, index) => refusals[index] === undefined)
    const outcomes = await this.#redeemTogether(good)
    return winners.map(
      (winner, index) =>
        refusals[index] ?? outcomes[good.indexOf(winner)] ?? { kind: 'failed', error: undefined },
    )
  }

  /** What the contract would say against a winner alone. */
  async #refusal(winner: StoredWinner): Promise<RedemptionOutcome | undefined> {
    try {
      await this.#deps.chain.broker.simulateRedemption(this.#call(winner))
      return undefined
    } catch (error) {
      return outcomeOf(winner, error)
    }
  }

  async #redeemTogether(winners: readonly StoredWinner[]): Promise<readonly RedemptionOutcome[]> {
    const [first] = winners
    if (first === undefined) return []
    const { broker } = this.#deps
    try {
      const receipt =
        winners.length === 1
          ? await broker.redeemWinningTicket(this.#call(first))
          : await broker.batchRedeemWinningTickets(winners.map((winner) => this.#call(winner)))
      return winners.map((winner) => this.#outcomeIn(receipt, winner))
    } catch (error) {
      return winners.map((winner) => outcomeOf(winner, error))
    }
  }

  #outcomeIn({ transactionHash: txHash, logs }: TransactionReceipt, winner: StoredWinner): RedemptionOutcome {
    const paidWei = this.#paidWei(logs, winner)
    if (paidWei !== undefined) return { kind: 'paid', redemption: { txHash, paidWei } }
    return { kind: 'failed', error: new PassedOverError({ ticketHash: winner.ticketHash, txHash }) }
  }

  #call(winner: StoredWinner): WinningTicketCall {
    const [ticket, sig, recipientRand] = this.#deps.scheme.redemption(winner).args
    return { ticket, sig, recipientRand }
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
        const paidWei = this.#paidWei(logs, { ticket, recipientRand })
        return paidWei === undefined ? undefined : { txHash: found.transactionHash, paidWei }
      }
      if (fromBlock === 0n) return undefined
      toBlock = fromBlock - 1n
    }
    return undefined
  }

  /**
   * The transfer that belongs to the ticket's own event: a batch has many tickets of one sender in a receipt, and the
   * contract emits a ticket's transfer right before its redemption, none when nothing was paid.
   * @returns undefined when the receipt does not tell of the ticket
   */
  #paidWei(
    logs: readonly Log[],
    { ticket, recipientRand }: Pick<StoredWinner, 'ticket' | 'recipientRand'>,
  ): bigint | undefined {
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
    return undefined
  }
}

function outcomeOf({ ticketHash }: StoredWinner, error: unknown): RedemptionOutcome {
  if (!(error instanceof ContractRevertError) || !finalRefusals.has(error.errorName))
    return { kind: 'failed', error }
  const refusal = new RedemptionRefusedError({ ticketHash, reason: error.message, cause: error })
  return { kind: 'refused', error: refusal }
}

type Pair = { readonly sender: Address; readonly recipient: Address }

function isPair(a: Pair, b: Pair): boolean {
  return isSameAddress(a.sender, b.sender) && isSameAddress(a.recipient, b.recipient)
}
