export { liveParameters, type ProtocolParameters } from '../protocol/parameters.ts'
export { deployProtocol } from './deploy-protocol.ts'
export {
  DeploymentChainMismatchError,
  DeploymentOptionsChangedError,
  DeploymentRecordInvalidError,
  DeploymentStepFailedError,
} from './errors.ts'
export type { DeployOptions } from './options.ts'
export {
  type DeploymentRecord,
  type DeploymentRecordStore,
  fileDeploymentRecord,
  memoryDeploymentRecord,
} from './record.ts'
export { type PlannedTransaction, type Rehearsal, rehearseDeployment } from './rehearse-deployment.ts'
export type { DeployClients, MinedTransaction } from './sender.ts'
export { writeDeployment } from './write-deployment.ts'
