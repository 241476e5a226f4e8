import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { multicall3Abi } from '@millrace/abi'
import {
  decodeFunctionResult,
  encodeErrorResult,
  encodeFunctionResult,
  type Hex,
  parseAbi,
  toFunctionSelector,
} from 'viem'
import { readGoldenReverts } from '../../../abi/scripts/errors.ts'
import { innerCalls, isBatch, type LiveCall, liveContractAt } from './live-abi.ts'

const errorAbi = parseAbi(['error Error(string message)'])
const plainSelectors = ['0x08c379a0', '0x4e487b71']
const golden = readGoldenReverts().contracts

/** Live texts by the selector of the error of ours that stands for them: the page that is printed from the contracts. */
const textsOf: ReadonlyMap<string, readonly string[]> = readTexts()

function readTexts(): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/contracts/errors.md'), 'utf8')
  const texts = new Map<string, string[]>()
  for (const [, text = '', error = ''] of page.matchAll(/^\| `([^`]+)` +\| `(\w+\([^`]*\))` +\|/gm)) {
    const selector = toFunctionSelector(`function ${error}`)
    texts.set(selector, [...(texts.get(selector) ?? []), text])
  }
  if (texts.size < 50)
    throw new Error('docs/contracts/errors.md no longer says which text an error stands for.')
  return texts
}

/** What a call reverts with on the live network where our contract reverts with this. */
export function liveRevert(data: Hex, call: LiveCall): Hex {
  const selector = data.slice(0, 10)
  const { name, abi } = liveContractAt(call.to)
  const isLive = abi.some(
    (item) => item.type === 'error' && toFunctionSelector(`function ${signatureOf(item)}`) === selector,
  )
  if (data === '0x' || plainSelectors.includes(selector) || isLive) return data
  const texts = textsOf.get(selector) ?? []
  const text = texts.find((one) => golden[name]?.includes(one)) ?? texts[0]
  return text === undefined ? '0x' : encodeErrorResult({ abi: errorAbi, errorName: 'Error', args: [text] })
}

function signatureOf(item: {
  readonly name: string
  readonly inputs: readonly { readonly type: string }[]
}): string {
  return `${item.name}(${item.inputs.map(({ type }) => type).join(',')})`
}

/** The result of a call; a batch's own calls may have reverted in it. */
export function liveResult(data: Hex, call: LiveCall): Hex {
  if (!isBatch(call)) return data
  const decoded = { abi: multicall3Abi, functionName: 'aggregate3' } as const
  const results = decodeFunctionResult({ ...decoded, data })
  const calls = innerCalls(call.data)
  return encodeFunctionResult({
    ...decoded,
    result: results.map(({ success, returnData }, index) => ({
      success,
      returnData: success ? returnData : liveRevert(returnData, calls[index] ?? call),
    })),
  })
}
