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

/** Why something did not go through, in a sentence: the contract's refusal, or what was in the way. */
export function failureSentence(error: unknown): string {
  if (!(error instanceof BaseError)) return sentenceOf(error)
  if (error.walk((cause) => cause instanceof InsufficientFundsError)) return said.noEther
  const data = revertDataOf(error)
  return data === undefined ? error.shortMessage : (revertSentence(data) ?? error.shortMessage)
}

/** What the contracts say; of the live network, which gives texts, the same. */
function revertSentence(data: Hex): string | undefined {
  if (data === '0x') return said.noReason
  try {
    const { errorName, args = [] }: { errorName: string; args?: readonly unknown[] } = decodeErrorResult({
      ...{ abi, data },
    })
    if (errorName !== 'Error') return sentenceOfName(errorName, args)
    const reason = String(args[0])
    const name = said.liveReasons[reason]
    return name === undefined ? said.refusedWith(reason) : sentenceOfName(name, [])
  } catch {
    return said.unknown(data.slice(0, 10))
  }
}

function sentenceOfName(name: string, args: readonly unknown[]): string {
  const known: Readonly<Record<string, string | undefined>> = said.reverts
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return known[name] ?? said.refusedWith([words, ...args.map(String)].join(' '))
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
