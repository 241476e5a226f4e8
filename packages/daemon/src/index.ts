export { ListenError, SettingsError } from './errors.ts'
export { describeSettings, parseCommandLine } from './flags.ts'
export { readSettings } from './read-settings.ts'
export { type DaemonPart, runDaemon } from './run-daemon.ts'
export { readSecretFile } from './secret-file.ts'
export { ServiceManager } from './service-manager.ts'
export {
  address,
  blockPollMs,
  encoder,
  endpointProof,
  logSettings,
  operatorHost,
  operatorPort,
  passwordFile,
  port,
  price,
  region,
  rpcUrls,
  signerAddress,
  signerUrl,
  usdPrice,
  wei,
} from './setting-types.ts'
