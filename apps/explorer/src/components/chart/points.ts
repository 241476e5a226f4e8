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

/** Minutes of video, as far as they can be estimated. */
export function minutesPoint(minutes: number): ChartPoint {
  const digits = minutes === 0 || minutes >= 100 ? 0 : 1
  return { value: minutes, text: `${formatCount(minutes.toFixed(digits))} min`, exact: String(minutes) }
}

export function countPoint(count: number, unit?: string): ChartPoint {
  const text = formatCount(count)
  return { value: count, text: unit === undefined ? text : `${text} ${unit}`, exact: String(count) }
}

/** @param ratio 1 is all */
export function ratioPoint(ratio: number): ChartPoint {
  return { value: ratio, text: formatPercent(ratio), exact: String(ratio) }
}

/** A measure without a unit. */
export function plainPoint(value: number, digits: number): ChartPoint {
  return { value, text: value.toFixed(digits), exact: String(value) }
}
