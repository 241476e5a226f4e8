export { ListenError, SettingsError } from '@millrace/daemon'
export { DataDirError, DataDirLockedError, IdentityInUseError } from '../state/errors.ts'
export type { GatewayChain } from './chain-connection.ts'
export { type GatewayConfig, type GatewayConfigInput, gatewayConfigSchema } from './config.ts'
export { PublishRefusedError, SegmentInputError, StreamKeyError } from './errors.ts'
export type { GatewayEvent, GatewayEventData, GatewayEventType } from './events/gateway-events.ts'
export { Gateway } from './gateway.ts'
export type { GatewayDependencies } from './gateway-parts.ts'
export type { AuthorizePlayback, PlaybackDecision, PlaybackRequest } from './playback/authorize.ts'
export type {
  PublishedSegment,
  PublishOptions,
  RenditionOfSegment,
  SegmentToPublish,
} from './publish/publish.ts'
export { type StreamKeyFacts, StreamKeys, type StreamKeysOptions } from './streams/stream-keys.ts'
