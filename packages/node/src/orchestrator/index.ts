export { ListenError, SettingsError } from '../daemon/errors.ts'
export type { TicketLost, TicketRedeemed } from '../redemption/events.ts'
export { DataDirError, DataDirLockedError, IdentityInUseError } from '../state/errors.ts'
export { type OrchestratorConfig, type OrchestratorConfigInput, orchestratorConfigSchema } from './config.ts'
export type {
  OrchestratorEvents,
  PaymentRefused,
  RequestRefused,
  RewardCalled,
  RoundStarted,
  SegmentDone,
  SegmentFailed,
  SessionClosed,
  SessionOpened,
  TicketsReceived,
  TicketWon,
} from './events.ts'
export type { EarningsStatus, OrchestratorStatus, SessionStatus } from './operator/status.ts'
export { Orchestrator, type OrchestratorDependencies } from './orchestrator.ts'
