import { comparePrices, isFree, type Price } from '@millrace/payments'

/** What selection knows of one orchestrator. */
export interface SelectionCandidate {
  readonly id: string
  readonly stakeWei: bigint
  readonly price: Price
  /** Smoothed time from sending a segment to holding its renditions, in segment durations; undefined = not measured. */
  readonly latencyRatio: number | undefined
  readonly region: string
}

export interface SelectionSettings {
  /** Part that follows stake; the rest is spread evenly, so that newcomers get measured. */
  readonly stakeWeight: number
  /** Most that one orchestrator's share of stake counts, 0 to 1. */
  readonly stakeCap: number
  readonly priceSensitivity: number
  readonly maxPrice: Price | undefined
  /** Empty: regions do not count. */
  readonly region: string
  readonly foreignRegionWeight: number
}

/** An orchestrator this quick (in segment durations) is not made more likely by being quicker still. */
const quickEnoughRatio = 0.75
/** Slow ones keep a small chance, so that their latency is measured again. */
const leastLatencyFactor = 0.02

/**
 * The part of the work that each candidate should get: shares above 0 that sum to 1, by id. Candidates above the
 * maximal price are left out. `share ∝ (stakeWeight × capped stake share + (1 − stakeWeight) / n) × price factor ×
 * latency factor × region factor`.
 */
export function selectionShares(
  candidates: readonly SelectionCandidate[],
  settings: SelectionSettings,
): ReadonlyMap<string, number> {
  const affordable = candidates.filter(
    ({ price }) => settings.maxPrice === undefined || comparePrices(price, settings.maxPrice) <= 0,
  )
  const stakeShares = cappedStakeShares(affordable, settings.stakeCap)
  const cheapest = affordable.map(({ price }) => price).reduce(lowerPrice, undefined)
  const weights = affordable.map((candidate, index): readonly [string, number] => {
    const even = (1 - settings.stakeWeight) / affordable.length
    const base = settings.stakeWeight * (stakeShares[index] ?? 0) + even
    const factor =
      priceFactor(candidate.price, cheapest, settings.priceSensitivity) *
      latencyFactor(candidate.latencyRatio) *
      regionFactor(candidate.region, settings)
    return [candidate.id, Math.max(base * factor, Number.MIN_VALUE * 2 ** 60)]
  })
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
  return new Map(weights.map(([id, weight]) => [id, weight / total]))
}

/** 1 for those quick enough, then falling with the square of the ratio. Unmeasured ones count as quick enough. */
function latencyFactor(ratio: number | undefined): number {
  if (ratio === undefined || ratio <= quickEnoughRatio) return 1
  return Math.max(leastLatencyFactor, (quickEnoughRatio / ratio) ** 2)
}

function lowerPrice(a: Price | undefined, b: Price): Price {
  return a === undefined || comparePrices(b, a) < 0 ? b : a
}

function priceFactor(price: Price, cheapest: Price | undefined, sensitivity: number): number {
  if (cheapest === undefined || isFree(price)) return 1
  if (isFree(cheapest)) return Math.exp(-sensitivity)
  // Six places are plenty for a weight, and the quotient stays exact however large the amounts are.
  const ratio =
    Number(
      (price.weiPerUnit * cheapest.pixelsPerUnit * 1_000_000n) / (cheapest.weiPerUnit * price.pixelsPerUnit),
    ) / 1e6
  return Math.exp(-sensitivity * Math.max(0, ratio - 1))
}

function regionFactor(region: string, settings: SelectionSettings): number {
  if (settings.region === '' || region === settings.region) return 1
  return settings.foreignRegionWeight
}

/** Shares of stake, none counted above `cap`; even when nobody has stake (off chain). Sums to 1 or less. */
function cappedStakeShares(candidates: readonly SelectionCandidate[], cap: number): readonly number[] {
  const total = candidates.reduce((sum, { stakeWei }) => sum + stakeWei, 0n)
  if (total === 0n) return candidates.map(() => 1 / candidates.length)
  return candidates.map(({ stakeWei }) => Math.min(cap, Number((stakeWei * 1_000_000_000n) / total) / 1e9))
}
