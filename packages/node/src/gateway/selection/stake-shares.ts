import type { SelectionCandidate } from './shares.ts'

type Staked = Pick<SelectionCandidate, 'id' | 'operator' | 'stakeWei'>

/**
 * Parts of all stake, in the candidates' order, that sum to 1. An operator counts up to `cap` of the whole, its entries
 * together; below it an entry counts exactly as its stake, so that stake in many entries is worth what it is in one.
 * Operators count the same, and share that among their entries, when nobody has stake (off chain).
 */
export function cappedStakeShares(candidates: readonly Staked[], cap: number): readonly number[] {
  const hasStake = candidates.some(({ stakeWei }) => stakeWei > 0n)
  const stakes = candidates.map(({ stakeWei }) => (hasStake ? Number(stakeWei) : 1))
  const byOperator = new Map<string, number>()
  for (const [index, { operator }] of candidates.entries()) {
    byOperator.set(operator, (byOperator.get(operator) ?? 0) + (stakes[index] ?? 0))
  }
  const total = stakes.reduce((sum, stake) => sum + stake, 0)
  const counted = candidates.map(({ operator }, index) => {
    const stake = stakes[index] ?? 0
    const ofOperator = byOperator.get(operator) ?? 0
    if (!hasStake) return stake / ofOperator
    return ofOperator > 0 ? (stake / ofOperator) * Math.min(ofOperator, cap * total) : 0
  })
  const countedTotal = counted.reduce((sum, share) => sum + share, 0)
  return counted.map((share) => share / countedTotal)
}
