/**
 * Spearman's correlation of two orders of the same accounts: 1 when no rank changed. Accounts that are in one order only
 * are left out; null for fewer than two.
 */
export function rankPersistence(now: readonly string[], before: readonly string[]): number | null {
  const known = new Set(before)
  const common = now.filter((account) => known.has(account))
  const count = common.length
  if (count < 2) return null
  const isCommon = new Set(common)
  const ranks = new Map(
    before.filter((account) => isCommon.has(account)).map((account, rank) => [account, rank]),
  )
  const squares = common.reduce((sum, account, rank) => sum + (rank - (ranks.get(account) ?? 0)) ** 2, 0)
  return 1 - (6 * squares) / (count * (count ** 2 - 1))
}
