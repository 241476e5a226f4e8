/**
 * The contracts' fixed-point fractions. `percOf(a, n, d) = a · (n · D / d) / D` floors twice, in that order; results
 * equal the contracts' to the wei, so neither floor may be merged away. D is 10⁹ for inflation, 10²⁷ for stake
 * fractions.
 */
export const inflationDivisor = 1_000_000_000n
export const preciseDivisor = 10n ** 27n

/** `amount` times the fraction `numerator / divisor`, one floor. */
export function percOf(amount: bigint, numerator: bigint, divisor: bigint): bigint {
  return (amount * numerator) / divisor
}

/**
 * `amount` times `numerator / denominator`, floored to `divisor` parts first.
 * @throws {RangeError} when the denominator is 0, where the contract panics.
 */
export function percOfFraction(
  amount: bigint,
  { numerator, denominator }: { numerator: bigint; denominator: bigint },
  divisor: bigint,
): bigint {
  return percOf(amount, (numerator * divisor) / denominator, divisor)
}
