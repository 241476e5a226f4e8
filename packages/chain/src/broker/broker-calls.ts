import type { Address } from '@millrace/crypto'
import type { Contracts } from '../client/contracts.ts'
import { contractCall } from '../tx/call.ts'
import type { TxRequest } from '../tx/tx-sender.ts'

export interface Funds {
  readonly depositWei: bigint
  readonly reserveWei: bigint
}

/** Adds to the caller's deposit and reserve. */
export function fundCall(contract: Contracts['ticketBroker'], { depositWei, reserveWei }: Funds): TxRequest {
  return contractCall(contract, 'fundDepositAndReserve', [depositWei, reserveWei], {
    valueWei: depositWei + reserveWei,
  })
}

/** Adds to somebody else's deposit and reserve. */
export function fundForCall(
  contract: Contracts['ticketBroker'],
  sender: Address,
  { depositWei, reserveWei }: Funds,
): TxRequest {
  return contractCall(contract, 'fundDepositAndReserveFor', [sender, depositWei, reserveWei], {
    valueWei: depositWei + reserveWei,
  })
}

/** Calls about the caller's deposit and reserve that take nothing. */
export function fundsCall(
  contract: Contracts['ticketBroker'],
  functionName: 'unlock' | 'cancelUnlock' | 'withdraw',
): TxRequest {
  return contractCall(contract, functionName, [])
}
