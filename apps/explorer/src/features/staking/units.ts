import { formatEther } from '@millrace/common/units'
import { formatAmount } from '../../format/amounts.ts'
import { useToken } from '../../network/use-token.ts'

/** Writers of amounts with their units. */
export interface Units {
  readonly symbol: string
  /** Tokens: `12.50 MILL`; what would be shown as 0 is shown in full. */
  readonly tokens: (wei: bigint) => string
  readonly ether: (wei: bigint) => string
}

export function useUnits(): Units {
  return unitsOf(useToken().symbol)
}

function unitsOf(symbol: string): Units {
  return {
    symbol,
    tokens: (wei) => `${readable(wei, 2)} ${symbol}`,
    ether: (wei) => `${readable(wei, 5)} ETH`,
  }
}

function readable(wei: bigint, digits: number): string {
  const isTiny = wei > 0n && wei < 10n ** BigInt(18 - digits)
  return isTiny ? formatEther(wei) : formatAmount(wei, digits)
}

/** A figure among others: what would be shown as 0 is shown as less than the last place, `<0.01`. */
export function formatSmall(wei: bigint, digits: number): string {
  const least = 10n ** BigInt(18 - digits)
  return wei > 0n && wei < least ? `<${formatAmount(least, digits)}` : formatAmount(wei, digits)
}
