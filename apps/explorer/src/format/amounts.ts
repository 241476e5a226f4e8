import { formatEther as exactEther } from '@millrace/common/units'

/** Between groups of three digits. */
const narrowSpace = '\u202f'

/** An amount of ether or tokens with a fixed number of places, cut and never rounded up: `1.2300`. */
export function formatAmount(wei: bigint, digits = 4): string {
  const [whole = '0', fraction = ''] = exactEther(wei, { digits }).split('.')
  const grouped = group(whole)
  return digits === 0 ? grouped : `${grouped}.${fraction.padEnd(digits, '0')}`
}

/** A whole number in groups: `12 345`. */
export function formatCount(count: number | bigint): string {
  return group(String(count))
}

export interface Price {
  readonly wei: bigint
  readonly pixels: bigint
}

export type PriceUnit = 'gwei/px' | 'wei/px'

/** The unit in which prices that are shown together are all readable: that of the dearest. */
export function priceUnitOf(prices: readonly Price[]): PriceUnit {
  return Math.max(0, ...prices.map(weiPerPixel)) >= 1e6 ? 'gwei/px' : 'wei/px'
}

/** A price for one pixel in a unit: `0.1`. */
export function formatPrice(price: Price, unit: PriceUnit): string {
  const perPixel = weiPerPixel(price)
  return trim(unit === 'gwei/px' ? perPixel / 1e9 : perPixel)
}

/** A share of parts per million: `10 %`. */
export function formatPpm(ppm: bigint): string {
  return `${trim(Number(ppm) / 10_000)} %`
}

/** What part one amount is of another, with one place; undefined when there is no whole. */
export function formatShare(part: bigint, whole: bigint): string | undefined {
  return whole === 0n ? undefined : `${(Number((part * 10_000n) / whole) / 100).toFixed(1)} %`
}

/** A fraction of 1 with so many places: `12.3 %`. */
export function formatFraction(fraction: number, digits: number): string {
  return `${(fraction * 100).toFixed(digits)} %`
}

/** A price as a number, to compare it by; 0 for a price for no pixels. */
export function weiPerPixel({ wei, pixels }: Price): number {
  return pixels === 0n ? 0 : Number(wei) / Number(pixels)
}

function trim(value: number): string {
  return String(Number(value.toPrecision(4)))
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, narrowSpace)
}
