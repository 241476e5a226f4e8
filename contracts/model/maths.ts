/** Fixed-point arithmetic (protocol.md 1.1): every division rounds down, and a share is floored before it is applied. */
import { Refusal, require } from './refusal.ts'

/** Parts per million: cuts, shares, the lock, slashing. */
export const PPM = 1_000_000n
/** Parts per billion: everything of the Minter. */
export const PPB = 1_000_000_000n
/** Factors, the treasury's cut and shares of stake. */
export const PRECISE = 10n ** 27n

export const MAX_UINT256 = 2n ** 256n - 1n

/** A share in units of `divisor`. @throws {Refusal} a panic when `denominator` is zero */
export function points(numerator: bigint, denominator: bigint, divisor: bigint): bigint {
  if (denominator === 0n) throw new Refusal('Panic')
  return product(numerator, divisor) / denominator
}

/** @throws {Refusal} a panic when the product does not fit 256 bits */
function product(a: bigint, b: bigint): bigint {
  require(a * b <= MAX_UINT256, 'Panic')
  return a * b
}

/** `share` parts of an amount. */
export function percOf(amount: bigint, share: bigint, divisor: bigint): bigint {
  return product(amount, share) / divisor
}

/** amount · numerator / denominator with two floors: first the share, then the product. */
export function fraction(amount: bigint, [numerator, denominator]: Ratio, divisor: bigint): bigint {
  return percOf(amount, points(numerator, denominator, divisor), divisor)
}

export type Ratio = readonly [numerator: bigint, denominator: bigint]

export function precise(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  return fraction(amount, [numerator, denominator], PRECISE)
}

/** Zero stands for one. */
export function orOne(factor: bigint): bigint {
  return factor === 0n ? PRECISE : factor
}

/** @throws {Refusal} a panic when the difference is negative */
export function minus(a: bigint, b: bigint): bigint {
  require(a >= b, 'Panic')
  return a - b
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
