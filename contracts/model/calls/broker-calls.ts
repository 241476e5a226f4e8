import type { ticketBrokerAbi } from '@millrace/abi'
import { hexToBytes } from '@millrace/crypto'
import type { Address } from '../address.ts'
import { cancelUnlock, fund, unlock, withdraw } from '../broker/funds.ts'
import { type Claim, redeem, redeemBatch } from '../broker/tickets.ts'
import { require } from '../refusal.ts'
import type { Handlers } from './handler.ts'

interface AbiTicket {
  readonly recipient: Address
  readonly sender: Address
  readonly faceValue: bigint
  readonly winProb: bigint
  readonly senderNonce: bigint
  readonly recipientRandHash: `0x${string}`
  readonly auxData: `0x${string}`
}

function claimOf(ticket: AbiTicket, signature: `0x${string}`, recipientRand: bigint): Claim {
  const { recipientRandHash, auxData } = ticket
  return {
    ticket: { ...ticket, recipientRandHash: hexToBytes(recipientRandHash), auxData: hexToBytes(auxData) },
    signature: hexToBytes(signature),
    recipientRand,
  }
}

export const brokerCalls: Handlers<typeof ticketBrokerAbi> = {
  fundDeposit: ({ broker }, { caller, value }) =>
    fund(broker, caller, { sender: caller, value, deposit: value, reserve: 0n }),
  fundReserve: ({ broker }, { caller, value }) =>
    fund(broker, caller, { sender: caller, value, deposit: 0n, reserve: value }),
  fundDepositAndReserve: ({ broker }, { caller, value }, [deposit, reserve]) =>
    fund(broker, caller, { sender: caller, value, deposit, reserve }),
  fundDepositAndReserveFor: ({ broker }, { caller, value }, [sender, deposit, reserve]) =>
    fund(broker, caller, { sender, value, deposit, reserve }),
  unlock: ({ broker }, { caller }) => unlock(broker, caller),
  cancelUnlock: ({ broker }, { caller }) => cancelUnlock(broker, caller),
  withdraw: ({ broker }, { caller }) => withdraw(broker, caller),
  redeemWinningTicket: ({ broker }, _context, [ticket, signature, recipientRand]) =>
    redeem(broker, claimOf(ticket, signature, recipientRand)),
  batchRedeemWinningTickets: ({ store, broker }, _context, [tickets, signatures, recipientRands]) => {
    broker.controller.requireRunning()
    const isWhole = tickets.length === signatures.length && tickets.length === recipientRands.length
    require(isWhole, 'BatchLengthMismatch')
    const claims = tickets.map((ticket, i) => claimOf(ticket, signatures[i] ?? '0x', recipientRands[i] ?? 0n))
    redeemBatch(store, broker, claims)
  },
  setUnlockPeriod: ({ broker }, { caller }, [period]) => broker.setUnlockPeriod(caller, period),
  setTicketValidityPeriod: ({ broker }, { caller }, [period]) =>
    broker.setTicketValidityPeriod(caller, period),
}
