/** How stake is spread over accounts; amounts in any order. */
export interface Concentration {
  readonly accounts: number
  /** Fewest accounts with more than a third, half and two thirds of all. */
  readonly nakamoto: { readonly third: number; readonly half: number; readonly twoThirds: number }
  /** 0 for equal amounts, towards 1 for one account that has all; null when there is nothing. */
  readonly gini: number | null
  /** Sum of the squared shares: 1 for one account. */
  readonly hhi: number | null
  /** Accounts of equal size that would give the same: 1 / hhi. */
  readonly effectiveAccounts: number | null
  readonly topTenShare: number | null
}

/** Measures of concentration: Nakamoto coefficient, Gini, Herfindahl–Hirschman. */
export function concentrationOf(amounts: readonly bigint[]): Concentration {
  const sorted = amounts.filter((amount) => amount > 0n).toSorted((a, b) => (a > b ? -1 : a < b ? 1 : 0))
  const total = sorted.reduce((sum, amount) => sum + amount, 0n)
  const shares = sorted.map((amount) => ratio(amount, total))
  const hhi = shares.reduce((sum, share) => sum + share ** 2, 0)
  const isEmpty = total === 0n
  return {
    accounts: sorted.length,
    nakamoto: {
      third: fewestAbove(sorted, total, [1n, 3n]),
      half: fewestAbove(sorted, total, [1n, 2n]),
      twoThirds: fewestAbove(sorted, total, [2n, 3n]),
    },
    gini: isEmpty ? null : giniOf(shares),
    hhi: isEmpty ? null : hhi,
    effectiveAccounts: isEmpty ? null : 1 / hhi,
    topTenShare: isEmpty ? null : shares.slice(0, 10).reduce((sum, share) => sum + share, 0),
  }
}

/** 0 when there is nothing to hold more than a part of. */
function fewestAbove(
  sorted: readonly bigint[],
  total: bigint,
  [numerator, denominator]: [bigint, bigint],
): number {
  let held = 0n
  for (const [index, amount] of sorted.entries()) {
    held += amount
    if (held * denominator > total * numerator) return index + 1
  }
  return 0
}

/** Of shares in falling order, whose sum is 1. */
function giniOf(shares: readonly number[]): number {
  const count = shares.length
  const weighted = shares.reduce((sum, share, index) => sum + (count - index) * share, 0)
  return Math.max(0, (2 * weighted - (count + 1)) / count)
}

/** Exact enough for shares: a billionth. */
function ratio(amount: bigint, total: bigint): number {
  return total === 0n ? 0 : Number((amount * 1_000_000_000n) / total) / 1e9
}

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
