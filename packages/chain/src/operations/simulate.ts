import type { Hex } from '@millrace/crypto'
import {
  MethodNotFoundRpcError,
  MethodNotSupportedRpcError,
  RpcRequestError,
  BaseError as ViemError,
} from 'viem'
import { ContractRevertError } from '../errors.ts'
import { decodeFailure, revertError } from '../tx/revert.ts'
import type { TxRequest } from '../tx/tx-sender.ts'
import { type OperationEvent, readEvents } from './events.ts'
import type { OperationContext } from './operation.ts'

/** What calls would do if they were made now, one after the other. */
export interface Simulation {
  /** Gas of each call; undefined where the node cannot tell before the calls ahead of it are made. */
  readonly gas: readonly (bigint | undefined)[]
  readonly events: readonly OperationEvent[]
  /** Why a contract would refuse one of them. */
  readonly refusal: ContractRevertError | undefined
}

/**
 * Simulates calls on the state as it stands. Nodes with `eth_simulateV1` see each call after those before it; with others
 * only the first call is tried.
 */
export async function simulate(calls: readonly TxRequest[], context: OperationContext): Promise<Simulation> {
  const first = await estimateFirst(calls, context)
  if (first instanceof ContractRevertError) return { gas: [], events: [], refusal: first }
  const sequence = await simulateSequence(calls, context)
  if (sequence === undefined)
    return { gas: calls.map((_call, at) => (at === 0 ? first : undefined)), events: [], refusal: undefined }
  // The node's own estimate knows what is left out of a simulation, such as a rollup's fee for data.
  return { ...sequence, gas: sequence.gas.map((gas, at) => (at === 0 ? first : gas)) }
}

async function estimateFirst(
  calls: readonly TxRequest[],
  { chain, from }: OperationContext,
): Promise<bigint | ContractRevertError> {
  const [call] = calls
  if (!call) return 0n
  try {
    return await chain.client.estimateGas({ account: from, ...fieldsOf(call) })
  } catch (error) {
    const decoded = decodeFailure(error, { label: call.label, account: from })
    if (decoded instanceof ContractRevertError) return decoded
    throw decoded
  }
}

/** @returns undefined when the node cannot simulate several calls. */
async function simulateSequence(
  calls: readonly TxRequest[],
  { chain, from }: OperationContext,
): Promise<Simulation | undefined> {
  const list = calls.map(({ to, data = '0x', valueWei: value = 0n }) => ({
    account: from,
    to: to ?? null,
    data,
    value,
  }))
  const blocks = await chain.client.simulateBlocks({ blocks: [{ calls: list }] }).catch((error) => {
    if (isMethodMissing(error)) return undefined
    throw error
  })
  const results = blocks?.[0]?.calls
  if (results === undefined) return undefined
  const failedAt = results.findIndex(({ status }) => status === 'failure')
  const failed = results[failedAt]
  const label = calls[failedAt]?.label ?? ''
  return {
    gas: results.map(({ gasUsed }) => gasUsed),
    events: results.flatMap(({ logs = [] }) => readEvents(logs, chain.contracts)),
    refusal: failed && revertError((failed.data ?? '0x') as Hex, { label }),
  }
}

function fieldsOf({ to, data, valueWei }: TxRequest) {
  return { ...(to && { to }), ...(data && { data }), value: valueWei ?? 0n }
}

function isMethodMissing(error: unknown): boolean {
  if (!(error instanceof ViemError)) return false
  return (
    error.walk(
      (inner) =>
        inner instanceof MethodNotFoundRpcError ||
        inner instanceof MethodNotSupportedRpcError ||
        (inner instanceof RpcRequestError && [-32601, -32004].includes(inner.code)),
    ) !== null
  )
}
