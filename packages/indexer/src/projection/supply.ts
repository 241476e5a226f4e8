const billion = 1_000_000_000n

/**
 * Tokens that inflation counts beside those of this chain, as on Arbitrum the ones that are still on L1: no event tells
 * of them but by what they let be minted.
 * @param mintableWei what may be minted in a round, the floor of `inflation` parts per billion of all tokens
 * @param supplyWei tokens of this chain when the round began
 * @returns less than the truth by fewer than a billion divided by `inflation` wei
 */
export function supplyElsewhereWei({
  mintableWei,
  inflation,
  supplyWei,
}: {
  readonly mintableWei: bigint
  readonly inflation: bigint
  readonly supplyWei: bigint
}): bigint {
  if (inflation === 0n || (supplyWei * inflation) / billion >= mintableWei) return 0n
  // The smallest supply of which the floor is what may be minted.
  return (mintableWei * billion + inflation - 1n) / inflation - supplyWei
}
