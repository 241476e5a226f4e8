import type { ForecastQuestion, NetworkInputs, OrchestratorInputs } from './inputs.ts'
import { networkCallChance, networkCourse } from './network-course.ts'

/** What a principal is expected to earn with one orchestrator. */
export interface Forecast {
  /** Rewards as a fraction of the principal; they are stake themselves and earn with it. */
  readonly rewards: number
  readonly feesWei: bigint
  /** The principal's part of the orchestrator's fees of one round, summed over the rounds. */
  readonly feeRounds: number
  /** Chance that the orchestrator calls reward in a round. */
  readonly callChance: number
}

/** So many of the network's rounds are supposed of an orchestrator before its own record counts. */
export const supposedCalls = 3

/**
 * Chance of a reward call: its own record, and while that is short everybody's.
 * @returns between 0 and 1, also for who never had a call to make
 */
export function callChanceOf({ callsDue, callsMade }: OrchestratorInputs, network: NetworkInputs): number {
  return (callsMade + supposedCalls * networkCallChance(network)) / (callsDue + supposedCalls)
}

/** Forecasts of the same question share what does not depend on the orchestrator. */
export function createForecaster(
  network: NetworkInputs,
  question: ForecastQuestion,
): (orchestrator: OrchestratorInputs) => Forecast {
  const course = networkCourse(network, question)
  return (orchestrator) => {
    const callChance = callChanceOf(orchestrator, network)
    if (!orchestrator.isInPool) return { rewards: 0, feesWei: 0n, feeRounds: 0, callChance }
    const { rewardCut, feeShare, delegatedStakeWei, feesPerRoundWei } = orchestrator
    const { principalWei } = question
    let grown = 1
    let stakeGrown = 1
    let feeRounds = 0
    const part = partOf(principalWei, delegatedStakeWei + principalWei) * feeShare
    for (const { rewardPerToken } of course) {
      // The orchestrator's stake grows by its cut of rewards besides, so that a delegator's part of it shrinks.
      feeRounds += (part * grown) / stakeGrown
      grown *= 1 + rewardPerToken * callChance * (1 - rewardCut)
      stakeGrown *= 1 + rewardPerToken * callChance
    }
    return { rewards: grown - 1, feesWei: scale(feesPerRoundWei, feeRounds), feeRounds, callChance }
  }
}

/** Forecast of one orchestrator by itself. */
export function forecast(
  network: NetworkInputs,
  orchestrator: OrchestratorInputs,
  question: ForecastQuestion,
): Forecast {
  return createForecaster(network, question)(orchestrator)
}

const parts = 1_000_000_000_000n

/** An amount times a factor, to a billionth of a thousandth. */
export function scale(wei: bigint, factor: number): bigint {
  return (wei * BigInt(Math.round(factor * Number(parts)))) / parts
}

/** What part one amount is of another; 0 of nothing. */
export function partOf(amount: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((amount * parts) / whole) / Number(parts)
}
