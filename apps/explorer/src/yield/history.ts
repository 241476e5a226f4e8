/** A past round of the network. Amounts are in wei, as far as a double holds them: they are only compared with each other. */
export interface RoundHistory {
  readonly round: number
  readonly activeStake: number
  /** Rewards that joined the stake in it. */
  readonly rewards: number
  readonly fees: number
  readonly winningTickets: number
}

/** A round of an orchestrator's own record. */
interface PoolHistory {
  readonly round: number
  readonly activeStake: number
  readonly rewards: number
  readonly fees: number
}

/** A change of somebody's cuts, in fractions of 1. */
export interface CutHistory {
  readonly orchestrator: string
  readonly round: number
  readonly rewardCutChange: number
  readonly feeShareChange: number
}

/** What a forecast learns its own errors from: complete rounds, the oldest first. */
export interface History {
  readonly rounds: readonly RoundHistory[]
  readonly pools: readonly PoolHistory[]
  /** Of all orchestrators, in these rounds. */
  readonly cutChanges: readonly CutHistory[]
  readonly activeOrchestrators: number
}

/** How much more or less than expected came, as a logarithm's standard deviation on each side. */
export interface PastError {
  readonly more: number
  readonly less: number
}

/** Without a past to compare with, a figure is taken to be uncertain by so much. */
const unknownError: PastError = { more: 0.25, less: 0.25 }

/** What is off by more, twenty times as much or as little, is not told any better. */
const mostError = 3

/** Errors over a long time by those over a short one, at most. */
const mostGrowth = 2

/** What happened so many rounds ago counts half: a network that has settled is not judged by its beginning. */
const halfLifeRounds = 10

/**
 * How far off a simple forecast of a series was in the past: what came by what was expected, over windows as long as the
 * horizon. A past that is too short for such windows has shorter ones, whose errors are taken to grow with the root of
 * the length, up to twice: what was seen says nothing of times that are still longer.
 */
function pastError(
  length: number,
  horizon: number,
  ratioOf: (at: number, window: number) => number | undefined,
): PastError {
  const window = Math.min(horizon, Math.floor(length / 2))
  const errors: { readonly error: number; readonly weight: number }[] = []
  for (let at = 1; window > 0 && at + window <= length; at++) {
    const ratio = ratioOf(at, window)
    if (ratio === undefined || !(ratio > 0) || !Number.isFinite(ratio)) continue
    errors.push({ error: Math.log(ratio), weight: 2 ** ((at + window - length) / halfLifeRounds) })
  }
  if (errors.length === 0) return unknownError
  const growth = Math.min(mostGrowth, Math.sqrt(horizon / window))
  const more = oneSided(errors) * growth
  const less = oneSided(errors.map(({ error, weight }) => ({ error: -error, weight }))) * growth
  // That it erred to one side only is no proof that it will.
  return {
    more: Math.min(mostError, Math.max(more, less / 4)),
    less: Math.min(mostError, Math.max(less, more / 4)),
  }
}

/** Of errors that are normal: their standard deviation. Of those to one side only: their root mean square, and 0. */
function oneSided(errors: readonly { readonly error: number; readonly weight: number }[]): number {
  const all = errors.reduce((sum, { weight }) => sum + weight, 0)
  const side = errors.filter(({ error }) => error > 0)
  const ofSide = side.reduce((sum, { weight }) => sum + weight, 0)
  const squares = side.reduce((sum, { error, weight }) => sum + weight * error ** 2, 0)
  return ofSide === 0 ? 0 : Math.sqrt(squares / Math.max(ofSide, all / 2))
}

/** Stake is expected to grow by rewards alone; everything else that happened to it was not foreseen. */
export function stakeError(
  series: readonly { readonly activeStake: number; readonly rewards: number }[],
  horizon: number,
): PastError {
  return pastError(series.length, horizon, (at, window) => {
    let expected = series[at - 1]?.activeStake ?? 0
    const ratios = series.slice(at, at + window).map(({ activeStake }, index) => {
      expected += series[at - 1 + index]?.rewards ?? 0
      return activeStake / expected
    })
    return mean(ratios)
  })
}

/** Fees are expected to go on as they were on average. */
export function demandError(rounds: readonly RoundHistory[], horizon: number): PastError {
  return pastError(rounds.length, horizon, (at, window) => {
    const before = mean(rounds.slice(0, at).map(({ fees }) => fees))
    const after = mean(rounds.slice(at, at + window).map(({ fees }) => fees))
    return before > 0 ? after / before : undefined
  })
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The usual estimate from a sample; 0 of fewer than two values. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return 0
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}
