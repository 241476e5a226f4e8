import * as abis from '@millrace/abi'
import type { Address, Hex } from '@millrace/crypto'
import {
  type Abi,
  decodeErrorResult,
  InsufficientFundsError,
  isHex,
  RpcRequestError,
  BaseError as ViemError,
} from 'viem'
import { ContractRevertError, InsufficientBalanceError } from '../errors.ts'
import { retryableReverts, revertSentences } from './revert-sentences.ts'

/** Errors of all contracts, since a call through one may fail in another. */
const errorsAbi: Abi = Object.values({
  ...abis,
  protocolAddresses: [],
  registryNames: [],
}).flatMap((abi) => (Array.isArray(abi) ? (abi as Abi) : []).filter(({ type }) => type === 'error'))

/**
 * Turns what viem throws into an error that says what the contract refused and why. Anything that is not a refusal
 * comes back as it is.
 */
export function decodeFailure(
  error: unknown,
  facts: { label: string; account: Address; txHash?: Hex },
): unknown {
  if (!(error instanceof ViemError)) return error
  const { label, account, txHash } = facts
  if (error.walk((inner) => inner instanceof InsufficientFundsError))
    return new InsufficientBalanceError({ account, label, cause: error })
  const data = revertDataOf(error)
  if (data === undefined) return error
  return revertError(data, { label, txHash, cause: error })
}

/** What a contract refused with, from the data that it reverted with. */
export function revertError(
  data: Hex,
  facts: { label: string; txHash?: Hex | undefined; cause?: unknown },
): ContractRevertError {
  const { errorName, values } = decode(data)
  const sentence =
    errorName === undefined
      ? 'the contract gave no reason.'
      : (revertSentences[errorName]?.(values) ?? `${errorName}(${Object.values(values).join(', ')}).`)
  const retryable = errorName !== undefined && retryableReverts.has(errorName)
  return new ContractRevertError({ ...facts, errorName, values, sentence, retryable })
}

function decode(data: Hex): { errorName: string | undefined; values: Readonly<Record<string, unknown>> } {
  if (data === '0x') return { errorName: undefined, values: {} }
  try {
    const { abiItem, args = [], errorName } = decodeErrorResult({ abi: errorsAbi, data })
    const names = 'inputs' in abiItem ? abiItem.inputs.map(({ name }, index) => name || String(index)) : []
    return {
      errorName,
      values: Object.fromEntries(
        (args as readonly unknown[]).map((value, index) => [names[index] ?? String(index), value]),
      ),
    }
  } catch {
    return { errorName: data.slice(0, 10), values: {} }
  }
}

/** @returns undefined when the failure is no revert; `0x` for a revert without data. */
function revertDataOf(error: ViemError): Hex | undefined {
  const inner = error.walk((one) => one instanceof RpcRequestError)
  if (!(inner instanceof RpcRequestError)) return undefined
  const data =
    typeof inner.data === 'object' && inner.data !== null ? Reflect.get(inner.data, 'data') : inner.data
  if (isHex(data)) return data
  return inner.code === executionReverted ? '0x' : undefined
}

/** JSON-RPC's code for a reverted call. */
const executionReverted = 3
