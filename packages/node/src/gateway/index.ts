export { type GatewayConfig, type GatewayConfigInput, gatewayConfigSchema } from './config.ts'
export {
  GatewayDataError,
  GatewayListenError,
  GatewaySettingsError,
  PublishRefusedError,
  StreamKeyError,
} from './errors.ts'
