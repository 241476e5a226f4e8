export { OperatorAnswerError, OperatorUnreachableError } from './errors.ts'
export type { components as GatewayComponents } from './generated/gateway.ts'
export type { components as OrchestratorComponents } from './generated/orchestrator.ts'
export type { components as RedeemerComponents } from './generated/redeemer.ts'
export type { components as TesterComponents } from './generated/tester.ts'
export type { components as TranscoderComponents } from './generated/transcoder.ts'
export {
  answerOf,
  type OperatorClient,
  type OperatorClientOptions,
  type OperatorPaths,
  type OperatorRole,
  operatorClient,
} from './operator-client.ts'
