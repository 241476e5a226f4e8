import type { Address } from '@millrace/crypto'
import type { TransactionReceipt } from 'viem'
import type { Contracts } from '../client/contracts.ts'
import { contractCall } from '../tx/call.ts'
import type { TransactionSender } from '../tx/tx-sender.ts'
import type { WinningTicket } from './broker.ts'
import { type Funds, fundCall, fundForCall, fundsCall } from './broker-calls.ts'

/** Writes of the TicketBroker by one account. Every call throws what {@link TransactionSender.send} throws. */
export class BrokerActions {
  readonly #contract: Contracts['ticketBroker']
  readonly #sender: TransactionSender

  constructor({ contracts, sender }: { contracts: Contracts; sender: TransactionSender }) {
    this.#contract = contracts.ticketBroker
    this.#sender = sender
  }

  /** Adds to the account's deposit and reserve; cancels an unlock in progress. */
  fundDepositAndReserve(funds: Funds): Promise<TransactionReceipt> {
    return this.#sender.send(fundCall(this.#contract, funds))
  }

  /** Adds to somebody else's deposit and reserve. */
  fundFor(sender: Address, funds: Funds): Promise<TransactionReceipt> {
    return this.#sender.send(fundForCall(this.#contract, sender, funds))
  }

  /** Begins the waiting period after which deposit and reserve can be withdrawn. */
  unlock(): Promise<TransactionReceipt> {
    return this.#sender.send(fundsCall(this.#contract, 'unlock'))
  }

  cancelUnlock(): Promise<TransactionReceipt> {
    return this.#sender.send(fundsCall(this.#contract, 'cancelUnlock'))
  }

  /** Takes deposit and reserve back, once unlocked. */
  withdraw(): Promise<TransactionReceipt> {
    return this.#sender.send(fundsCall(this.#contract, 'withdraw'))
  }

  redeemWinningTicket({ ticket, sig, recipientRand }: WinningTicket): Promise<TransactionReceipt> {
    return this.#sender.send(
      contractCall(this.#contract, 'redeemWinningTicket', [ticket, sig, recipientRand]),
    )
  }

  /** Redeems several at once; the contract skips those that fail, so look at the events of the receipt. */
  batchRedeemWinningTickets(winners: readonly WinningTicket[]): Promise<TransactionReceipt> {
    return this.#sender.send(
      contractCall(this.#contract, 'batchRedeemWinningTickets', [
        winners.map(({ ticket }) => ticket),
        winners.map(({ sig }) => sig),
        winners.map(({ recipientRand }) => recipientRand),
      ]),
    )
  }
}
