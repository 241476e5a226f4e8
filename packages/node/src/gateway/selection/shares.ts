import { comparePrices, type Price } from '@millrace/payments'
import {
  type Expectation,
  expectationOf,
  knownSegments,
  priorLatencyRatio,
  type Quality,
  speedOf,
} from './quality.ts'
import { cappedStakeShares } from './stake-shares.ts'

/** What selection knows of one orchestrator. */
export interface SelectionCandidate {
  readonly id: string
  /** Whoever owns it, as far as that shows: entries of one operator share its stake and its trials. */
  readonly operator: string
  readonly stakeWei: bigint
  readonly price: Price
  readonly quality: Quality
  /** Of a session request; undefined = not measured. */
  readonly roundTripMs: number | undefined
  readonly region: string
}

export interface SelectionSettings {
  /** Part that follows stake; the rest is the same for every operator. */
  readonly stakeWeight: number
  /** Most that one operator's part of all stake counts, 0 to 1. */
  readonly stakeCap: number
  readonly priceWeight: number
  readonly latencyWeight: number
  readonly successWeight: number
  /** Round trips that a segment is expected to take more at a distance, as long as its latency is not measured. */
  readonly roundTripWeight: number
  readonly maxPrice: Price | undefined
  /** Empty: regions do not count. */
  readonly region: string
  readonly foreignRegionWeight: number
  /** Part of the work that goes to those that are hardly known. */
  readonly trialShare: number
  /** Segments after which one is known. */
  readonly trialSegments: number
}

export interface SelectionMoment {
  readonly nowMs: number
  /** For one segment that is late already: nobody is tried out, and quality counts twice. */
  readonly isUrgent?: boolean
}

/** What a segment takes in round trips is seen in parts of this. */
const usualDurationMs = 2_000
/** However bad one is, it keeps a chance: what is measured never again never gets better. */
const leastWeight = 1e-9

interface Judged {
  readonly candidate: SelectionCandidate
  readonly base: number
  readonly expectation: Expectation
  readonly isOnTrial: boolean
}

/**
 * The part of the work that each candidate should get: shares above 0 that sum to 1, by id. Candidates above the
 * maximal price are left out. docs/selection.md has the formula and a worked example.
 */
export function selectionShares(
  candidates: readonly SelectionCandidate[],
  settings: SelectionSettings,
  moment: SelectionMoment,
): ReadonlyMap<string, number> {
  const { maxPrice } = settings
  const affordable = candidates.filter(
    ({ price }) => maxPrice === undefined || comparePrices(price, maxPrice) <= 0,
  )
  const judged = judge(affordable, settings, moment)
  const typicalPrice = weightedMedian(judged.map(({ candidate, base }) => [priceOf(candidate), base])) ?? 0
  const exponent = moment.isUrgent ? 2 : 1
  const weights = judged.map(({ candidate, base, expectation }) => {
    const merit =
      speedOf(expectation) ** (settings.latencyWeight * exponent) *
      (1 - expectation.failureShare) ** (settings.successWeight * exponent)
    const cost = typicalPrice > 0 ? priceOf(candidate) / typicalPrice : 0
    const weight = base * merit * (1 + cost) ** -settings.priceWeight * regionFactor(candidate, settings)
    return Math.max(weight, base * leastWeight, Number.MIN_VALUE * 2 ** 60)
  })
  const total = sum(weights)
  const trials = moment.isUrgent ? new Map<string, number>() : trialShares(judged)
  const trialShare = trials.size > 0 ? settings.trialShare : 0
  return new Map(
    judged.map(({ candidate: { id } }, index) => [
      id,
      ((1 - trialShare) * (weights[index] ?? 0)) / total + trialShare * (trials.get(id) ?? 0),
    ]),
  )
}

/** Whether so little is known of one that its work is a trial. */
export function isOnTrial(
  quality: Quality,
  { trialSegments }: Pick<SelectionSettings, 'trialSegments'>,
  nowMs: number,
): boolean {
  return knownSegments(quality, nowMs) < trialSegments
}

function judge(
  candidates: readonly SelectionCandidate[],
  settings: SelectionSettings,
  { nowMs }: SelectionMoment,
): readonly Judged[] {
  const bases = baseShares(candidates, settings)
  const middleOf = (read: (candidate: SelectionCandidate) => number | undefined) =>
    weightedMedian(
      candidates.flatMap((candidate, index) => {
        const value = read(candidate)
        return value === undefined ? [] : [[value, bases[index] ?? 0] as const]
      }),
    )
  const typicalLatency =
    middleOf(
      ({ quality }) => quality.latency && expectationOf(quality, priorLatencyRatio, nowMs).latencyRatio,
    ) ?? priorLatencyRatio
  const typicalRoundTripMs = middleOf(({ roundTripMs }) => roundTripMs) ?? 0
  return candidates.map((candidate, index) => {
    const { quality, roundTripMs = typicalRoundTripMs } = candidate
    const further = (settings.roundTripWeight * (roundTripMs - typicalRoundTripMs)) / usualDurationMs
    return {
      candidate,
      base: bases[index] ?? 0,
      expectation: expectationOf(quality, Math.max(typicalLatency / 2, typicalLatency + further), nowMs),
      isOnTrial: isOnTrial(quality, settings, nowMs),
    }
  })
}

function baseShares(
  candidates: readonly SelectionCandidate[],
  { stakeWeight, stakeCap }: SelectionSettings,
): readonly number[] {
  const stakeShares = cappedStakeShares(candidates, stakeCap)
  const operators = membersOf(candidates)
  return candidates.map(({ operator }, index) => {
    const even = 1 / (operators.size * (operators.get(operator) ?? 1))
    return stakeWeight * (stakeShares[index] ?? 0) + (1 - stakeWeight) * even
  })
}

/** Trials are the same for every operator that has somebody on trial, and are shared among those. */
function trialShares(judged: readonly Judged[]): Map<string, number> {
  const onTrial = judged.filter((one) => one.isOnTrial).map(({ candidate }) => candidate)
  const operators = membersOf(onTrial)
  return new Map(
    onTrial.map(({ id, operator }) => [id, 1 / (operators.size * (operators.get(operator) ?? 1))]),
  )
}

function membersOf(candidates: readonly SelectionCandidate[]): ReadonlyMap<string, number> {
  const members = new Map<string, number>()
  for (const { operator } of candidates) members.set(operator, (members.get(operator) ?? 0) + 1)
  return members
}

function priceOf({ price: { weiPerUnit, pixelsPerUnit } }: SelectionCandidate): number {
  return Number(weiPerUnit) / Number(pixelsPerUnit)
}

function regionFactor({ region }: SelectionCandidate, settings: SelectionSettings): number {
  if (settings.region === '' || region === settings.region) return 1
  return settings.foreignRegionWeight
}

/** The middle of the weight and not of the heads: many small entries do not move it. */
function weightedMedian(weighted: readonly (readonly [value: number, weight: number])[]): number | undefined {
  const sorted = [...weighted].sort(([a], [b]) => a - b)
  // Equal halves must not be told apart by the order they were summed in.
  const half = (sum(sorted.map(([, weight]) => weight)) / 2) * (1 - 1e-9)
  let passed = 0
  for (const [value, weight] of sorted) {
    passed += weight
    if (passed >= half) return value
  }
  return undefined
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
