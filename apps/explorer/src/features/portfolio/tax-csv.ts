import { formatEther } from '@millrace/common/units'
import type { EarnedRound } from './explain.ts'

/** Rounds as a spreadsheet takes them (RFC 4180), exact to the last place; times in UTC, the youngest round first. */
export function taxCsv(
  earned: readonly EarnedRound[],
  { symbol, timeOf }: { readonly symbol: string; readonly timeOf: (round: number) => number | undefined },
): string {
  const header = ['round', 'time', 'orchestrator', `stake ${symbol}`, `rewards ${symbol}`, 'fees ETH']
  const lines = earned.map(({ round, delegate, stakeWei, rewardsWei, feesWei }) => {
    const time = timeOf(round)
    const begun = time === undefined ? '' : new Date(time).toISOString()
    return [round, begun, delegate, ...[stakeWei, rewardsWei, feesWei].map((wei) => formatEther(wei))]
  })
  return [header, ...lines].map((line) => `${line.map(fieldOf).join(',')}\r\n`).join('')
}

/** A name from the chain must neither break the line nor be run by a spreadsheet. */
function fieldOf(value: string | number): string {
  const plain = String(value)
  const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
