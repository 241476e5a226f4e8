export { parseEtherAmount, parsePercent, parseTokenAmount } from './amounts.ts'
export { operationOf, operations } from './catalogue.ts'
export {
  AmountFormatError,
  OperationIdReusedError,
  OperationParametersError,
  OperationPendingError,
  OperationRecordBusyError,
  OperationRecordError,
  OperationRefusedError,
  UnknownOperationError,
} from './errors.ts'
export type { OperationEvent } from './events.ts'
export type {
  AccountKind,
  Operation,
  OperationContext,
  OperationPlan,
  OperationWarning,
} from './operation.ts'
export {
  type MinedCall,
  type OperationOutcome,
  type OperationRequest,
  OperationSender,
  type OperationSenderDependencies,
} from './operation-sender.ts'
export {
  type OperationPreview,
  type OperationRefusal,
  type PreviewedCall,
  previewOperation,
} from './preview.ts'
export { OperationRecord, recordFileName } from './record.ts'
export {
  type OperationOutcomeJson,
  type OperationPreviewJson,
  operationOutcomeSchema,
  operationPreviewSchema,
  outcomeJson,
  previewJson,
} from './wire.ts'
