import type { SignedTransaction } from '../tx/signed-transaction.ts'
import type { OperationRequest } from './operation-sender.ts'
import type { RecordedOperation, RecordedStep } from './record.ts'

/** Without the call that is under way. */
export function withoutLast(entry: RecordedOperation): RecordedOperation {
  return { ...entry, steps: entry.steps.slice(0, -1) }
}

/** With another version of a call: a replacement of the same nonce, or, with another nonce, the only one that counts. */
export function withVersion(
  before: RecordedOperation,
  step: RecordedStep | undefined,
  { call, signed }: { call: { readonly label: string }; signed: SignedTransaction },
): RecordedOperation {
  const { raw, hash, nonce } = signed
  const earlier = step?.versions.filter((version) => version.nonce === nonce) ?? []
  const versions = [...earlier, { raw, hash, nonce }]
  return { ...before, steps: [...before.steps, { label: call.label, versions }] }
}

/** Whether an operation that is open is what a request asks for. */
export function isRequestOf(
  open: { readonly id: string; readonly entry: RecordedOperation },
  { name, parameters, id = open.id }: OperationRequest,
): boolean {
  return isSame(open.entry, { operation: name, parameters: canonical(parameters) }) && id === open.id
}

/** Whether two are the same operation with the same parameters. */
export function isSame(
  one: Pick<RecordedOperation, 'operation' | 'parameters'>,
  other: Pick<RecordedOperation, 'operation' | 'parameters'>,
): boolean {
  return one.operation === other.operation && one.parameters === other.parameters
}

/** JSON that is the same for the same parameters, whatever their order. */
export function canonical(parameters: unknown): string {
  const entries = typeof parameters === 'object' && parameters !== null ? Object.entries(parameters) : []
  const sorted = entries.filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(sorted, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))
}
