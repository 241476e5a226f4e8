import type { Address, Hex } from '@millrace/crypto'

export interface SenderInfo {
  readonly depositWei: bigint
  /** Round from which the sender may withdraw; 0 when no unlock is in progress. */
  readonly withdrawRound: bigint
  readonly reserveWei: bigint
  readonly reserveClaimedInCurrentRoundWei: bigint
}

/** What a recipient must know of a sender to limit what is outstanding. */
export interface SenderFloat extends SenderInfo {
  /** What this recipient may still claim of the sender's reserve in this round; 0 when it is not active. */
  readonly claimableReserveWei: bigint
}

export interface BrokerParams {
  readonly ticketValidityRounds: bigint
  readonly unlockPeriodRounds: bigint
}

/** A ticket as the contract takes it. */
export interface TicketStruct {
  readonly recipient: Address
  readonly sender: Address
  readonly faceValue: bigint
  readonly winProb: bigint
  readonly senderNonce: bigint
  readonly recipientRandHash: Hex
  readonly auxData: Hex
}

export interface WinningTicket {
  readonly ticket: TicketStruct
  readonly sig: Hex
  readonly recipientRand: bigint
}

/** Reads of the TicketBroker. */
export interface BrokerReads {
  senderInfo(sender: Address): Promise<SenderInfo>
  senderFloat(sender: Address, recipient: Address): Promise<SenderFloat>
  params(): Promise<BrokerParams>
  isTicketUsed(ticketHash: Hex): Promise<boolean>
}
