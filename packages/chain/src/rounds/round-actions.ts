import type { TransactionReceipt } from 'viem'
import type { Contracts } from '../client/contracts.ts'
import { contractCall } from '../tx/call.ts'
import type { TransactionSender } from '../tx/tx-sender.ts'

/** Writes of the RoundsManager by one account. */
export class RoundActions {
  readonly #contract: Contracts['roundsManager']
  readonly #sender: TransactionSender

  constructor({ contracts, sender }: { contracts: Contracts; sender: TransactionSender }) {
    this.#contract = contracts.roundsManager
    this.#sender = sender
  }

  /** @throws {ContractRevertError} `RoundAlreadyInitialized` when somebody else was faster. */
  initializeRound(): Promise<TransactionReceipt> {
    return this.#sender.send(contractCall(this.#contract, 'initializeRound', []))
  }
}
