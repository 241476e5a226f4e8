import { formatEther as exactEther } from '@millrace/common/units'

/** An amount of ether or tokens with a fixed number of places, cut: `1.2300`. */
export function formatAmount(wei: bigint, digits = 4): string {
  const [whole = '0', fraction = ''] = exactEther(wei, { digits }).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f')
  return digits === 0 ? grouped : `${grouped}.${fraction.padEnd(digits, '0')}`
}

/** A price in gwei for one pixel: `0.1 gwei/px`; small ones in wei for a thousand pixels. */
export function formatPrice({ wei, pixels }: { wei: bigint; pixels: bigint }): string {
  const perPixel = Number(wei) / Number(pixels)
  return perPixel >= 1e6 ? `${trim(perPixel / 1e9)} gwei/px` : `${trim(perPixel)} wei/px`
}

/** A share of parts per million: `10 %`. */
export function formatPpm(ppm: bigint): string {
  return `${trim(Number(ppm) / 10_000)} %`
}

function trim(value: number): string {
  return String(Number(value.toPrecision(4)))
}
