export type {
  BrokerParams,
  BrokerReads,
  SenderFloat,
  SenderInfo,
  TicketStruct,
  WinningTicket,
} from './broker/broker.ts'
export type { BlockHeader, BlockNumberSource } from './client/block-number-source.ts'
export type { RoundInfo, RoundReads, TicketRound } from './rounds/rounds.ts'
export type {
  DelegatorState,
  OrchestratorState,
  PoolEntry,
  PoolHints,
  StakingReads,
} from './staking/staking.ts'
