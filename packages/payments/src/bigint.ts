/** Math.min takes no bigint. */
export function minBigint(first: bigint, ...rest: readonly bigint[]): bigint {
  let lowest = first
  for (const value of rest) if (value < lowest) lowest = value
  return lowest
}

export function atLeastZero(value: bigint): bigint {
  return value < 0n ? 0n : value
}
