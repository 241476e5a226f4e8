export { ListenError, SettingsError } from '@millrace/daemon'
export type { TicketLost, TicketRedeemed } from '../redemption/events.ts'
export { DataDirError, DataDirLockedError, IdentityInUseError } from '../state/errors.ts'
export { type OrchestratorConfig, type OrchestratorConfigInput, orchestratorConfigSchema } from './config.ts'
export type { AttemptFailure } from './errors.ts'
export type {
  OrchestratorEvents,
  PaymentRefused,
  PriceFeedRead,
  RequestRefused,
  RewardCalled,
  RoundStarted,
  SegmentDone,
  SegmentFailed,
  SegmentRetried,
  SessionClosed,
  SessionOpened,
  TicketsReceived,
  TicketWon,
  TranscoderJoined,
  TranscoderLeft,
} from './events.ts'
export type { SegmentTranscoder } from './handlers/segment-work.ts'
export type { EarningsStatus, OrchestratorStatus, SessionStatus } from './operator/status.ts'
export { Orchestrator, type OrchestratorDependencies } from './orchestrator.ts'
export { type OrchestratorProgram, runOrchestrator } from './run-orchestrator.ts'
export type { SegmentJob, TranscoderStatus } from './transcoders/types.ts'
