import type { ParameterUnit } from '@millrace/chain/protocol'
import { formatEther } from '@millrace/common'

export const notThere = 'not there'

/** Parts that make a whole, of the units that are shares. */
const wholes: Readonly<Partial<Record<ParameterUnit, bigint>>> = {
  ppm: 10n ** 6n,
  ppb: 10n ** 9n,
  'parts of 10^27': 10n ** 27n,
}

/** `100000 ppm (10 %)`, `7 rounds`, `… 1e-18 tokens (750000 tokens)`. */
export function formatQuantity(value: bigint | undefined, unit: ParameterUnit): string {
  if (value === undefined) return notThere
  const plain = `${value} ${unit}`
  const whole = wholes[unit]
  if (whole !== undefined) return `${plain} (${formatEther((value * 100n * 10n ** 18n) / whole)} %)`
  return unit === '1e-18 tokens' ? `${plain} (${formatEther(value)} tokens)` : plain
}
