import { formatEther } from '@millrace/common/units'
import { type PriceHistory, pricesOn, worth } from '../../prices/price-history.ts'
import type { EarnedRound } from './explain.ts'

interface TaxFacts {
  readonly symbol: string
  /** When a round began, ms since the Unix epoch. */
  readonly timeOf: (round: number) => number | undefined
  readonly prices?: PriceHistory | undefined
}

/**
 * Rounds as a spreadsheet takes them (RFC 4180), exact to the last place; times in UTC, the youngest round first. With
 * prices, what was earned is worth what it was on the day its round began; a day without a price stays empty.
 */
export function taxCsv(earned: readonly EarnedRound[], { symbol, timeOf, prices }: TaxFacts): string {
  const header = ['round', 'time', 'orchestrator', `stake ${symbol}`, `rewards ${symbol}`, 'fees ETH']
  const lines = earned.map((row) => {
    const time = timeOf(row.round)
    const amounts = [row.stakeWei, row.rewardsWei, row.feesWei].map((wei) => formatEther(wei))
    const begun = time === undefined ? '' : new Date(time).toISOString()
    return [row.round, begun, row.delegate, ...amounts, ...(prices ? valuesOf(row, time, prices) : [])]
  })
  const priced = prices ? pricedHeader(symbol, prices) : []
  return [[...header, ...priced], ...lines].map((line) => `${line.map(fieldOf).join(',')}\r\n`).join('')
}

function pricedHeader(symbol: string, { currency }: PriceHistory): readonly string[] {
  return [
    `price ${symbol} in ${currency}`,
    `rewards ${currency}`,
    `price ETH in ${currency}`,
    `fees ${currency}`,
  ]
}

function valuesOf(
  { rewardsWei, feesWei }: EarnedRound,
  time: number | undefined,
  prices: PriceHistory,
): readonly string[] {
  const { token, ether } = (time === undefined ? undefined : pricesOn(prices, time)) ?? {}
  const both = (wei: bigint, price: bigint | undefined) =>
    price === undefined ? ['', ''] : [formatEther(price), formatEther(worth(wei, price), { digits: 6 })]
  return [...both(rewardsWei, token), ...both(feesWei, ether)]
}

/** A name from the chain must neither break the line nor be run by a spreadsheet. */
function fieldOf(value: string | number): string {
  const plain = String(value)
  const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
