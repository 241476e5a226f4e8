import { formatEther } from '@millrace/common/units'
import { formatAmount, formatCount, formatPercent, formatValue, toNumber } from '../../format/amounts.ts'
import type { ChartPoint } from './chart-data.ts'

/** An amount of ether in wei. */
export function etherPoint(wei: bigint): ChartPoint {
  return { value: toNumber(wei), text: formatValue(wei, 'ETH'), exact: formatEther(wei) }
}

/** An amount of tokens in their smallest unit. @param symbol of the token */
export function tokenPoint(wei: bigint, symbol: string): ChartPoint {
  return { value: toNumber(wei), text: `${formatAmount(wei, 2)} ${symbol}`, exact: formatEther(wei) }
}

export function countPoint(count: number, unit?: string): ChartPoint {
  const text = formatCount(count)
  return { value: count, text: unit === undefined ? text : `${text} ${unit}`, exact: String(count) }
}

/** @param ratio 1 is all */
export function ratioPoint(ratio: number): ChartPoint {
  return { value: ratio, text: formatPercent(ratio), exact: String(ratio) }
}
