import type { Contracts } from '../client/contracts.ts'
import { contractCall } from '../tx/call.ts'
import type { TxRequest } from '../tx/tx-sender.ts'
import type { WinningTicket } from './broker.ts'

/**
 * The call that redeems winners: one alone, which the contract refuses by name when it cannot be paid, or several at
 * once, of which it passes over those that fail.
 */
export function redemptionCall(
  contract: Contracts['ticketBroker'],
  winners: readonly [WinningTicket, ...WinningTicket[]],
): TxRequest {
  const [{ ticket, sig, recipientRand }, ...others] = winners
  if (others.length === 0) return contractCall(contract, 'redeemWinningTicket', [ticket, sig, recipientRand])
  return contractCall(contract, 'batchRedeemWinningTickets', [
    winners.map((winner) => winner.ticket),
    winners.map((winner) => winner.sig),
    winners.map((winner) => winner.recipientRand),
  ])
}
