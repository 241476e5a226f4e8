export {
  type Account,
  type BalanceChanges,
  Balances,
  type BalancesOptions,
  type StoredBalance,
} from './balances.ts'
export {
  FaceValueAboveDepositError,
  InsufficientBalanceError,
  InvalidPriceError,
  NoDepositError,
  NoReserveError,
  PaymentError,
  PriceDoubledError,
  PriceTooHighError,
  SenderFundsError,
  SenderUnlockingError,
  TicketParamsExpiredError,
  TooManyBalancesError,
} from './errors.ts'
export { estimateFeeWei, type PricedProfile } from './fees.ts'
export { Fraction } from './fraction.ts'
export { isUnlocking, maxFloatWei, type SenderFacts, type SenderFunds } from './funds.ts'
export { gasPriceLimitWei, mostUrgent, type RoundSpan, redemptionUrgency } from './gas-patience.ts'
export { MemoryNonceStore, type MemoryNonceStoreOptions, type NonceStore, type NonceUse } from './nonces.ts'
export { deriveRecipientRand, expectedValueWei, type TicketSettings } from './params.ts'
export type { Payment } from './payment.ts'
export {
  assertAcceptablePrice,
  comparePrices,
  createPrice,
  feeWei,
  freePrice,
  isFree,
  type Price,
  priceFraction,
} from './price.ts'
export {
  TicketRecipient,
  type TicketRecipientDependencies,
  type TicketRecipientOptions,
} from './recipient.ts'
export {
  FaceValueBelowTxCostError,
  type FaceValueBound,
  InsufficientReserveError,
  InvalidRecipientRandError,
  InvalidTicketRecipientError,
  InvalidTicketSenderError,
  InvalidTicketSignatureError,
  MaxFaceValueTooLowError,
  NoCreationRoundError,
  NonceSeenError,
  RecipientInactiveError,
  SenderMissingError,
  TooManyNoncesError,
  TooManyTicketsError,
  UnexpectedPriceError,
} from './recipient-errors.ts'
export type {
  PaymentBook,
  PaymentEntry,
  PaymentReceipt,
  RecipientChain,
  RecipientHead,
} from './recipient-ports.ts'
export {
  type PlannedRedemption,
  planRedemptions,
  type RedemptionDecision,
  type RedemptionFacts,
  type WaitReason,
} from './redemption.ts'
export {
  type BatchRequest,
  type SenderChain,
  type SenderSettings,
  TicketSender,
  type TicketSenderDependencies,
  type TicketSenderOptions,
} from './sender.ts'
export {
  ExpirationBlockMissingError,
  FaceValueTooLowError,
  MalformedTicketParamsError,
  NoncesExhaustedError,
  TicketEvTooHighError,
  TicketParamsMissingError,
  TotalEvTooHighError,
  UnexpectedRecipientError,
} from './sender-errors.ts'
export {
  type NonceChanges,
  SenderNonces,
  type SenderNoncesOptions,
  type UsedNonces,
} from './sender-nonces.ts'
export { SpendingLedger, StagedCredit, type StageRequest } from './spending.ts'
export {
  type CreationRound,
  recoverTicketSigner,
  type SignedNonce,
  signTicket,
  type Ticket,
  type TicketParams,
  ticketOf,
  type WinningTicket,
  zeroHash,
} from './ticket.ts'
export type { TicketFault } from './ticket-intake.ts'
export {
  type RedeemedTicket,
  type RedemptionCall,
  type TicketScheme,
  ticketBrokerScheme,
} from './ticket-scheme.ts'
