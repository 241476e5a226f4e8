/** How an amount is spread over its holders. */
export interface Concentration {
  /** Holders of anything. */
  readonly accounts: number
  /** Fewest accounts with more than a third, half and two thirds of all. */
  readonly nakamoto: { readonly third: number; readonly half: number; readonly twoThirds: number }
  /** 0 for equal amounts, towards 1 for one account that has all; null when there is nothing. */
  readonly gini: number | null
  /** Sum of the squared shares: 1 for one account. */
  readonly hhi: number | null
  /** Accounts of equal size that would give the same: 1 / hhi. */
  readonly effectiveAccounts: number | null
  /** Mean of share × ln(share × accounts): 0 for equal amounts, ln(accounts) for one account that has all. */
  readonly theil: number | null
  readonly topTenShare: number | null
}

/** Measures of concentration: Nakamoto coefficient, Gini, Herfindahl–Hirschman, Theil. Amounts in any order. */
export function concentrationOf(amounts: readonly bigint[]): Concentration {
  const { sorted, total, shares } = sharesOf(amounts)
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
    theil: isEmpty ? null : theilOf(shares),
    topTenShare: topShare(amounts, 10),
  }
}

/** What the largest accounts have together, 0 to 1; null when there is nothing. */
export function topShare(amounts: readonly bigint[], count: number): number | null {
  const { total, shares } = sharesOf(amounts)
  return total === 0n ? null : shares.slice(0, count).reduce((sum, share) => sum + share, 0)
}

/**
 * The Lorenz curve: what the smallest part of the accounts has of all. Both from 0 to 1; it lies on the diagonal where
 * all have the same. Empty when there is nothing.
 * @param most points of the curve, so that one of thousands of accounts can be drawn
 */
export function lorenzCurve(
  amounts: readonly bigint[],
  most = 101,
): readonly { readonly accounts: number; readonly held: number }[] {
  const { total, shares } = sharesOf(amounts)
  if (total === 0n) return []
  const held = shares.toReversed().reduce<number[]>(
    (sums, share) => {
      sums.push(Math.min(1, (sums.at(-1) ?? 0) + share))
      return sums
    },
    [0],
  )
  const count = shares.length
  const steps = Math.min(count, most - 1)
  return Array.from({ length: steps + 1 }, (_, step) => {
    const index = Math.round((step * count) / steps)
    return { accounts: index / count, held: index === count ? 1 : (held[index] ?? 0) }
  })
}

function sharesOf(amounts: readonly bigint[]) {
  const sorted = amounts.filter((amount) => amount > 0n).toSorted((a, b) => (a > b ? -1 : a < b ? 1 : 0))
  const total = sorted.reduce((sum, amount) => sum + amount, 0n)
  return { sorted, total, shares: sorted.map((amount) => ratio(amount, total)) }
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

function theilOf(shares: readonly number[]): number {
  const count = shares.length
  const sum = shares.reduce((all, share) => all + (share === 0 ? 0 : share * Math.log(share * count)), 0)
  return Math.max(0, sum)
}

/** Exact enough for shares: a billionth. */
function ratio(amount: bigint, total: bigint): number {
  return total === 0n ? 0 : Number((amount * 1_000_000_000n) / total) / 1e9
}
