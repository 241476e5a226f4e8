export { type ScratchChain, startScratchChain } from './chain/scratch-chain.ts'
export { type DemoOptions, type DemoResult, runDemo } from './demo/run-demo.ts'
export {
  DataFolderBusyError,
  DataFolderError,
  PortInUseError,
  RoleStartError,
} from './errors.ts'
export {
  type CheatFacts,
  Network,
  type NetworkDependencies,
  type NetworkEvents,
  type NetworkParts,
} from './network.ts'
export type { NetworkView, OrchestratorView, RoundView } from './observe/view.ts'
export { actorAddress, actorKey } from './seed/actors.ts'
export { SeedActionError, SeedChainError, SeedFolderError, SeedTargetError } from './seed/errors.ts'
export { type SeedName, type SeedProfile, seedProfiles } from './seed/profiles.ts'
export type { SeedDeployment } from './seed/run/seed-deployment.ts'
export { type SeedOptions, type SeedProgress, seedNetwork } from './seed/run/seed-network.ts'
export { type DevnetSettings, devnetSettingsSchema } from './settings.ts'
