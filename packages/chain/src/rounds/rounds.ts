import type { Hex } from '@millrace/crypto'

export interface RoundInfo {
  readonly number: bigint
  readonly isInitialized: boolean
  /** In the last part of the round, when cuts cannot change. */
  readonly isLocked: boolean
  readonly lastInitialized: bigint
  /** In protocol blocks (see `BlockNumberSource`). */
  readonly startBlock: bigint
  readonly lengthBlocks: bigint
}

/** The round that a ticket names, with the hash that proves that it was not made before it. */
export interface TicketRound {
  readonly round: bigint
  readonly blockHash: Hex
}

/** Reads of the RoundsManager. */
export interface RoundReads {
  current(): Promise<RoundInfo>
  /** All zero for a round that was never initialised, and for some on Arbitrum. */
  blockHashForRound(round: bigint): Promise<Hex>
  /** The last initialised round, or the one before it when its block hash is zero; undefined before the first. */
  ticketRound(): Promise<TicketRound | undefined>
}
