import type { StatusEventsJson } from '@millrace/client'
import { formatEther } from '@millrace/common'
import { isUnlocking, type SenderFunds } from '@millrace/payments'

/** A deposit that covers fewer winners than this is called low. */
const lowWinners = 3n

export interface FundsFacts {
  readonly funds: SenderFunds
  readonly currentRound: bigint
  readonly block: bigint
  /** Largest face value that orchestrators ask for now; 0 when none is known. */
  readonly highestFaceValueWei: bigint
  /** Below these the operator wants to be warned. */
  readonly floors?: { readonly depositWei?: bigint | undefined; readonly reserveWei?: bigint | undefined }
}

/** Deposit and reserve as the public status shows them. */
export function fundsStatus(facts: FundsFacts): StatusEventsJson['funds'] {
  const { funds, block } = facts
  const [state, reason] = judge(facts)
  return {
    state,
    ...(reason && { reason }),
    depositWei: String(funds.depositWei),
    reserveWei: String(funds.reserveRemainingWei),
    block: Number(block),
  }
}

function judge({ funds, currentRound, highestFaceValueWei, floors }: FundsFacts): [FundsState, string?] {
  const { depositWei, reserveRemainingWei } = funds
  if (isUnlocking(funds, currentRound)) {
    return ['unlocking', `Deposit and reserve are being withdrawn in round ${funds.withdrawRound}.`]
  }
  if (depositWei === 0n) return ['insufficient', 'The deposit is empty: tickets cannot be paid.']
  if (reserveRemainingWei === 0n)
    return ['insufficient', 'The reserve is empty: nothing stands behind tickets.']
  if (depositWei < highestFaceValueWei) {
    return [
      'insufficient',
      `The deposit is below a ticket’s face value of ${formatEther(highestFaceValueWei)}.`,
    ]
  }
  if (depositWei < lowWinners * highestFaceValueWei) {
    return ['low', `The deposit covers fewer than ${lowWinners} winning tickets.`]
  }
  if (floors?.depositWei !== undefined && depositWei < floors.depositWei) {
    return ['low', `The deposit is below its floor of ${formatEther(floors.depositWei)}.`]
  }
  if (floors?.reserveWei !== undefined && reserveRemainingWei < floors.reserveWei) {
    return ['low', `The reserve is below its floor of ${formatEther(floors.reserveWei)}.`]
  }
  return ['ok']
}

type FundsState = StatusEventsJson['funds']['state']
