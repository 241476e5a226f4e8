import {
  bondingManagerAbi,
  identityRegistryAbi,
  protocolErrorsAbi,
  serviceRegistryAbi,
  tokenAbi,
} from '@millrace/abi'
import { BaseError, decodeErrorResult, type Hex, InsufficientFundsError, isHex } from 'viem'
import { sentenceOf } from '../format/errors.ts'
import { text } from '../text/text.ts'

const abi = [
  ...bondingManagerAbi,
  ...tokenAbi,
  ...serviceRegistryAbi,
  ...identityRegistryAbi,
  ...protocolErrorsAbi,
]
const said = text.failures

/** Why something did not go through. */
export interface Failure {
  readonly sentence: string
  /** When it was a contract that refused: the name of its error, else what it returned. */
  readonly revert?: string
}

export function failureSentence(error: unknown): string {
  return failureOf(error).sentence
}

/** The contract's refusal, or what was in the way. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof BaseError)) return { sentence: sentenceOf(error) }
  if (error.walk((cause) => cause instanceof InsufficientFundsError)) return { sentence: said.noEther }
  const data = revertDataOf(error)
  return data === undefined ? { sentence: error.shortMessage } : refusalIn(data)
}

/** What the contracts say; of the live network, which gives texts, the same. */
function refusalIn(data: Hex): Failure {
  if (data === '0x') return { revert: data, sentence: said.noReason }
  try {
    const { errorName, args = [] }: { errorName: string; args?: readonly unknown[] } = decodeErrorResult({
      ...{ abi, data },
    })
    if (errorName !== 'Error') return refusalOf(errorName, args)
    const reason = String(args[0])
    const name = said.liveReasons[reason]
    return name === undefined ? { revert: reason, sentence: said.refusedWith(reason) } : refusalOf(name, [])
  } catch {
    return { revert: data, sentence: said.unknown(data.slice(0, 10)) }
  }
}

function refusalOf(revert: string, args: readonly unknown[]): Failure {
  const known: Readonly<Record<string, string | undefined>> = said.reverts
  const words = revert.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return { revert, sentence: known[revert] ?? said.refusedWith([words, ...args.map(String)].join(' ')) }
}

/** Wherever in the causes the node has put what the contract returned. */
function revertDataOf(error: BaseError): Hex | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { data } = cause as { readonly data?: unknown }
    if (isHex(data)) return data
    const inner = data instanceof Object ? (data as { readonly data?: unknown }).data : undefined
    if (isHex(inner)) return inner
  }
  return undefined
}
