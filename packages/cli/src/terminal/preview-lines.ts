import type { OperationOutcomeJson, OperationPreviewJson } from '@millrace/chain/operations'
import { formatEther } from '@millrace/common'

/** What an operation would do and cost, for a person to decide. */
export function previewLines(preview: OperationPreviewJson): string[] {
  const { operation, from, chainId, effect, warnings, calls, refusal } = preview
  const inEther = (wei: string) => `${formatEther(BigInt(wei))} ETH`
  return [
    `${operation} from ${from} on chain ${chainId}`,
    `  ${effect}`,
    ...warnings.map(({ message }) => `  Mind: ${message}`),
    `  Calls: ${calls.map(({ label }) => label).join(', then ')}`,
    ...(preview.valueWei === '0' ? [] : [`  Pays: ${inEther(preview.valueWei)}`]),
    `  Costs: about ${inEther(preview.feeWei)} for ${preview.gas} gas, ${inEther(preview.maxFeeWei)} at the most, of ${inEther(preview.balanceWei)}`,
    ...(refusal ? [`  Would fail: ${refusal.message}`] : []),
  ]
}

export function outcomeLines({ operation, mined, events, wasSentBefore }: OperationOutcomeJson): string[] {
  return [
    ...(wasSentBefore
      ? [`${operation} had been sent before, and its answer was lost; nothing new was sent.`]
      : []),
    ...mined.map(
      ({ label, txHash, feeWei }) => `${label} mined in ${txHash} for ${formatEther(BigInt(feeWei))} ETH`,
    ),
    ...events
      .filter(({ contract }) => contract !== 'token')
      .map(({ event, values }) => `  ${event}(${valuesOf(values)})`),
  ]
}

function valuesOf(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ')
}
