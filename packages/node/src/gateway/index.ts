export type { GatewayChain } from './chain-connection.ts'
export { type GatewayConfig, type GatewayConfigInput, gatewayConfigSchema } from './config.ts'
export {
  GatewayDataError,
  GatewayListenError,
  GatewaySettingsError,
  PublishRefusedError,
  StreamKeyError,
} from './errors.ts'
export { Gateway, type GatewayDependencies } from './gateway.ts'
export type { AuthorizePlayback, PlaybackDecision, PlaybackRequest } from './playback/authorize.ts'
export { type StreamKeyFacts, StreamKeys, type StreamKeysOptions } from './streams/stream-keys.ts'
