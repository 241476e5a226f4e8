import { BaseError } from '@millrace/common/errors'
import type { Address } from '@millrace/crypto'

/** Root of what can be wrong with a payment. */
export abstract class PaymentError extends BaseError {
  /** The text that nodes of the live network send and know for this cause. */
  abstract readonly wireText: string
  /** Whether the rest of the payment is left unread. */
  readonly fatal: boolean = true
}

/** Root of what only the sender's owner can mend, with funds on the chain: its streams need payment. */
export abstract class SenderFundsError extends PaymentError {}

/** Thrown when the sender may take its funds out by the next round. */
export class SenderUnlockingError extends SenderFundsError {
  override name = 'SenderUnlockingError'
  readonly code = 'SENDER_UNLOCKING'
  readonly wireText = 'sender unlocks within the next round'

  constructor({ withdrawRound, currentRound }: { withdrawRound: bigint; currentRound: bigint }) {
    super(`The sender can withdraw its funds in round ${withdrawRound}, and now is round ${currentRound}.`, {
      meta: { withdrawRound, currentRound },
    })
  }
}

/** Thrown when the sender has nothing in reserve. */
export class NoReserveError extends SenderFundsError {
  override name = 'NoReserveError'
  readonly code = 'SENDER_NO_RESERVE'
  readonly wireText = 'no sender reserve'

  constructor() {
    super('The sender has no reserve in the ticket broker.')
  }
}

/** Thrown when the sender has no deposit. */
export class NoDepositError extends SenderFundsError {
  override name = 'NoDepositError'
  readonly code = 'SENDER_NO_DEPOSIT'
  readonly wireText = 'no sender deposit'

  constructor() {
    super('The sender has no deposit in the ticket broker.')
  }
}

/** Thrown when one winning ticket would cost more than the sender's deposit (or its allowed part) holds. */
export class FaceValueAboveDepositError extends SenderFundsError {
  override name = 'FaceValueAboveDepositError'
  readonly code = 'FACE_VALUE_ABOVE_DEPOSIT'
  readonly wireText = 'ticket faceValue higher than max faceValue'

  constructor({ faceValueWei, depositWei, maxFaceValueWei }: FaceValueLimit & { depositWei: bigint }) {
    super(
      `A ticket of ${faceValueWei} wei is above the ${maxFaceValueWei} wei that a deposit of ${depositWei} wei allows.`,
      { meta: { faceValueWei, depositWei, maxFaceValueWei } },
    )
  }
}

export interface FaceValueLimit {
  readonly faceValueWei: bigint
  readonly maxFaceValueWei: bigint
}

/** Thrown when ticket params are past their expiration block, or too close to it to be used. */
export class TicketParamsExpiredError extends PaymentError {
  override name = 'TicketParamsExpiredError'
  readonly code = 'TICKET_PARAMS_EXPIRED'
  readonly wireText = 'TicketParams expired'
  override readonly fatal = false
  override readonly retryable = true

  constructor({ expirationBlock, latestBlock }: { expirationBlock: bigint; latestBlock: bigint }) {
    super(`The ticket params expire at block ${expirationBlock}, and the latest block is ${latestBlock}.`, {
      meta: { expirationBlock, latestBlock },
    })
  }
}

/** Thrown when a price is negative, has no pixels, or does not fit the 64 bits it has on the wire. */
export class InvalidPriceError extends PaymentError {
  override name = 'InvalidPriceError'
  readonly code = 'INVALID_PRICE'
  readonly wireText = 'invalid expected price sent with payment err=invalid price'

  constructor({ weiPerUnit, pixelsPerUnit }: { weiPerUnit: bigint; pixelsPerUnit: bigint }) {
    super(`${weiPerUnit} wei for ${pixelsPerUnit} pixels is not a price.`, {
      meta: { weiPerUnit, pixelsPerUnit },
    })
  }
}

/** Thrown when an orchestrator asks more than the gateway is willing to pay. */
export class PriceTooHighError extends PaymentError {
  override name = 'PriceTooHighError'
  readonly code = 'PRICE_TOO_HIGH'
  readonly wireText = 'Orchestrator price higher than the max price'

  constructor({ price, maxPrice }: { price: string; maxPrice: string }) {
    super(`The price of ${price} wei per pixel is above the maximum of ${maxPrice}.`, {
      meta: { price, maxPrice },
    })
  }
}

/** Thrown when an orchestrator raised its price to more than twice that of the session's beginning. */
export class PriceDoubledError extends PaymentError {
  override name = 'PriceDoubledError'
  readonly code = 'PRICE_DOUBLED'
  readonly wireText = 'Orchestrator price has more than doubled'

  constructor({ price, initialPrice }: { price: string; initialPrice: string }) {
    super(`The price of ${price} wei per pixel is more than twice the session's first, ${initialPrice}.`, {
      meta: { price, initialPrice },
    })
  }
}

/** Thrown when there are more open balances than may be kept. */
export class TooManyBalancesError extends PaymentError {
  override name = 'TooManyBalancesError'
  readonly code = 'TOO_MANY_BALANCES'
  readonly wireText = 'too many sessions'
  override readonly retryable = true

  constructor({ maxBalances }: { maxBalances: number }) {
    super(`There are ${maxBalances} open balances already.`, { meta: { maxBalances } })
  }
}

/** Thrown when a session's balance does not cover one ticket's expected value, so that no work may start. */
export class InsufficientBalanceError extends PaymentError {
  override name = 'InsufficientBalanceError'
  readonly code = 'INSUFFICIENT_BALANCE'
  readonly wireText = 'Insufficient balance'
  override readonly retryable = true

  constructor({ sender, balanceWei, neededWei }: { sender: Address; balanceWei: bigint; neededWei: bigint }) {
    super(`The balance of ${sender} is ${balanceWei} wei, and ${neededWei} wei are needed to begin.`, {
      meta: { sender, balanceWei, neededWei },
    })
  }
}
