export {
  type AdminCall,
  type ProtocolSwitch,
  parameterCall,
  switchCall,
  targetCall,
  targetCreation,
  upgradableContracts,
} from './administration.ts'
export { governorOf, refusalOf, requireAllowed } from './authority.ts'
export { type CodeMatch, matchCode } from './code-match.ts'
export { describeCall } from './describe-call.ts'
export { inventory, type ProtocolContract, protocolContracts } from './inventory.ts'
export { type ParameterName, type ParameterUnit, parameter, parameterNames } from './parameters.ts'
export { type CodeReport, type ContractReport, type ProtocolReport, readProtocol } from './read-protocol.ts'
export { type GovernorUpdate, type UpdateAction, updateCall } from './updates.ts'
