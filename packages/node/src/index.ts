export { ListenError, SettingsError } from '@millrace/daemon'
export { SourceFileError } from '@millrace/media'
export {
  Gateway,
  type GatewayConfigInput,
  type GatewayDependencies,
  type GatewayEventData,
  type PublishedSegment,
  type PublishOptions,
  PublishRefusedError,
  type PublishSource,
  type RenditionOfSegment,
  SegmentInputError,
  type SegmentToPublish,
} from './gateway/index.ts'
export {
  Orchestrator,
  type OrchestratorConfigInput,
  type OrchestratorDependencies,
  type OrchestratorEvents,
} from './orchestrator/index.ts'
export { Redeemer, type RedeemerConfigInput, type RedeemerDependencies } from './redeemer/index.ts'
export { DataDirError, DataDirLockedError, IdentityInUseError } from './state/errors.ts'
export {
  Transcoder,
  type TranscoderConfigInput,
  type TranscoderDependencies,
  type TranscoderEvents,
} from './transcoder/index.ts'
