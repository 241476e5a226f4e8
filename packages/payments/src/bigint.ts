/** Math.min takes no bigint. */
export function minBigint(first: bigint, ...rest: readonly bigint[]): bigint {
  return rest.reduce((lowest, value) => (value < lowest ? value : lowest), first)
}

export function atLeastZero(value: bigint): bigint {
  return value < 0n ? 0n : value
}
