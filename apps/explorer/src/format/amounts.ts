import { formatEther as exactEther } from '@millrace/common/units'

/** Between groups of three digits. */
const narrowSpace = '\u202f'

/** An amount of ether or tokens with a fixed number of places, cut and never rounded up: `1.2300`. */
export function formatAmount(wei: bigint, digits = 4): string {
  const [whole = '0', fraction = ''] = exactEther(wei, { digits }).split('.')
  const grouped = group(whole)
  return digits === 0 ? grouped : `${grouped}.${fraction.padEnd(digits, '0')}`
}

const leastDigits = 10n ** 14n
const gwei = 10n ** 9n

/**
 * An amount of ether or tokens with its unit, that never looks like nothing: `12.3400 ETH`, `0.00000123 ETH`, `421 wei`.
 */
export function formatValue(wei: bigint, unit: string): string {
  const magnitude = wei < 0n ? -wei : wei
  if (wei === 0n) return `0 ${unit}`
  if (magnitude >= leastDigits) return `${formatAmount(wei)} ${unit}`
  if (magnitude < gwei) return `${formatCount(wei)} wei`
  const digits = 21 - magnitude.toString().length
  return `${formatAmount(wei, digits)} ${unit}`
}

/** An amount on an axis or in a headline, with as few digits as tell it apart: `1.5 M`, `23.4 k`, `0.0042`. */
export function formatCompact(value: number): string {
  const magnitude = Math.abs(value)
  const [divisor, letter] =
    magnitude >= 1e9 ? [1e9, 'G'] : magnitude >= 1e6 ? [1e6, 'M'] : magnitude >= 1e4 ? [1e3, 'k'] : [1, '']
  const text = plain(Number((value / divisor).toPrecision(4)))
  return letter === '' ? text : `${text}${narrowSpace}${letter}`
}

/** Without the powers of ten that JavaScript writes for small numbers. */
function plain(value: number): string {
  return Math.abs(value) >= 1e-6 || value === 0 ? String(value) : value.toFixed(18).replace(/0+$/, '')
}

/** A ratio as percent: `48.2 %`; small ones keep two digits that say something. */
export function formatPercent(ratio: number): string {
  const percent = ratio * 100
  const digits = percent === 0 || Math.abs(percent) >= 10 ? 1 : Math.abs(percent) >= 0.1 ? 2 : 4
  return `${percent.toFixed(digits)} %`
}

/** Ether or tokens as a number to be drawn; what is said of it is exact. */
export function toNumber(wei: bigint): number {
  return Number(wei) / 1e18
}

/** A whole number in groups: `12 345`. */
export function formatCount(count: number | bigint | string): string {
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
