import type { Hex } from '@millrace/crypto'

/** Contracts whose events are read, by their names in the address book; a poll is found by the event that made it. */
export type WatchedContract =
  | 'controller'
  | 'token'
  | 'minter'
  | 'roundsManager'
  | 'bondingManager'
  | 'ticketBroker'
  | 'serviceRegistry'
  | 'aiServiceRegistry'
  | 'bondingVotes'
  | 'treasury'
  | 'treasuryGovernor'
  | 'pollCreator'
  | 'poll'
  | 'merkleSnapshot'
  | 'governor'
  | 'tokenFaucet'
  | 'identityRegistry'

/** Where on the chain an event is. */
export interface EventPlace {
  readonly blockNumber: number
  /** The block number that the contracts count in: L1's on Arbitrum. */
  readonly protocolBlock: number
  readonly logIndex: number
  readonly txHash: Hex
  /** Unix time of the block in seconds. */
  readonly time: number
  /** The contract that emitted it, in lower case. */
  readonly address: Hex
}

/** A decoded event. Addresses in `args` are in lower case. */
export interface ChainEvent extends EventPlace {
  readonly contract: WatchedContract
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}
