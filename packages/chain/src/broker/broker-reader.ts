import type { Address, Hex } from '@millrace/crypto'
import type { PublicClient } from 'viem'
import type { Contracts } from '../client/contracts.ts'
import type { BrokerParams, BrokerReads, SenderFloat, SenderInfo } from './broker.ts'

/** Reads of the TicketBroker. */
export class BrokerReader implements BrokerReads {
  readonly #client: PublicClient
  readonly #contract: Contracts['ticketBroker']

  constructor({ client, contracts }: { client: PublicClient; contracts: Contracts }) {
    this.#client = client
    this.#contract = contracts.ticketBroker
  }

  async senderInfo(sender: Address): Promise<SenderInfo> {
    const [info, reserve] = await this.#client.readContract({
      ...this.#contract,
      functionName: 'getSenderInfo',
      args: [sender],
    })
    return {
      depositWei: info.deposit,
      withdrawRound: info.withdrawRound,
      reserveWei: reserve.fundsRemaining,
      reserveClaimedInCurrentRoundWei: reserve.claimedInCurrentRound,
    }
  }

  async senderFloat(sender: Address, recipient: Address): Promise<SenderFloat> {
    const [info, claimableReserveWei] = await Promise.all([
      this.senderInfo(sender),
      this.#client.readContract({
        ...this.#contract,
        functionName: 'claimableReserve',
        args: [sender, recipient],
      }),
    ])
    return { ...info, claimableReserveWei }
  }

  async params(): Promise<BrokerParams> {
    const [ticketValidityRounds, unlockPeriodRounds] = await Promise.all([
      this.#client.readContract({ ...this.#contract, functionName: 'ticketValidityPeriod' }),
      this.#client.readContract({ ...this.#contract, functionName: 'unlockPeriod' }),
    ])
    return { ticketValidityRounds, unlockPeriodRounds }
  }

  isTicketUsed(ticketHash: Hex): Promise<boolean> {
    return this.#client.readContract({ ...this.#contract, functionName: 'usedTickets', args: [ticketHash] })
  }
}
