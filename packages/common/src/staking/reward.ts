import { inflationDivisor, percOf, percOfFraction, preciseDivisor } from './perc.ts'

/**
 * What one call of `reward` adds to an orchestrator's stake: its share of the round's mintable tokens (in parts per
 * billion) less the treasury's cut.
 * @param treasuryCutRate in parts of 10²⁷.
 */
export function rewardWei(facts: {
  readonly mintableWei: bigint
  readonly stakeWei: bigint
  readonly totalActiveStakeWei: bigint
  readonly treasuryCutRate: bigint
}): bigint {
  const { mintableWei, stakeWei, totalActiveStakeWei, treasuryCutRate } = facts
  if (totalActiveStakeWei === 0n) return 0n
  const fraction = { numerator: stakeWei, denominator: totalActiveStakeWei }
  const mintedWei = percOfFraction(mintableWei, fraction, inflationDivisor)
  return mintedWei - percOf(mintedWei, treasuryCutRate, preciseDivisor)
}
