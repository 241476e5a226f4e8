import type { PlannedTransaction, Rehearsal } from '@millrace/chain/deploy'
import { formatEther } from '@millrace/common'

/** What a deployment would send, as lines of text. */
export function planLines(
  { chainId, from, transactions, addresses }: Rehearsal,
  gasPriceWei: bigint,
): string[] {
  if (transactions.length === 0) return ['Nothing to do: the deployment is complete.']
  const gas = transactions.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)
  return [
    `Chain ${chainId}, from ${from}. Nothing was sent.`,
    '',
    '  #  nonce         gas  transaction',
    ...transactions.map(planLine),
    '',
    `${transactions.length} transactions, ${gas} gas: ${formatEther(gas * gasPriceWei)} ETH at ${formatGwei(gasPriceWei)} gwei a unit of gas.`,
    'A rollup adds its fee for data. The addresses hold if the account sends nothing else before:',
    ...Object.entries(addresses).map(([name, address]) => `  ${name.padEnd(18)} ${address}`),
  ]
}

function planLine({ nonce, gasUsed, call, creates }: PlannedTransaction, index: number): string {
  const numbers = [String(index + 1).padStart(3), String(nonce).padStart(5), String(gasUsed).padStart(10)]
  return `${numbers.join('  ')}  ${call}${creates ? ` at ${creates}` : ''}`
}

function formatGwei(wei: bigint): string {
  return formatEther(wei * 10n ** 9n)
}
