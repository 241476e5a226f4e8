import type { ForecastQuestion, InflationCourse, NetworkInputs } from './inputs.ts'

/** One round to come. */
export interface CourseRound {
  /** What a token in the active set is rewarded, before its orchestrator's cut: a fraction of it. */
  readonly rewardPerToken: number
}

/** What is known of everybody's reward calls stands for what is not known; with none at all it is even. */
export function networkCallChance({ callsDue, callsMade }: NetworkInputs): number {
  return (callsMade + 1) / (callsDue + 2)
}

/**
 * Rewards of the rounds to come as the contract computes them (docs/contracts/formulas.md): each round inflation takes a
 * step, the supply times inflation is shared by active stake, less the treasury's cut, and what is minted joins supply
 * and stake. The principal is part of the stake that it is shared by.
 */
export function networkCourse(
  network: NetworkInputs,
  { principalWei, isNewStake, rounds, inflation: course }: ForecastQuestion,
): readonly CourseRound[] {
  const callChance = networkCallChance(network)
  let { inflation } = network
  let supply = Number(network.totalSupplyWei)
  let stake = Number(network.nextActiveStakeWei + (isNewStake ? principalWei : 0n))
  const path: CourseRound[] = []
  for (let round = 0; round < rounds; round++) {
    inflation = nextInflation(inflation, stepOf(course, network, stake / supply))
    const minted = supply * inflation
    const rewards = minted * (1 - network.treasuryCut)
    path.push({ rewardPerToken: stake > 0 ? rewards / stake : 0 })
    supply += minted * callChance
    stake += rewards * callChance
  }
  return path
}

/** Inflation stops at zero in the round in which it gets there, whatever comes later. */
function nextInflation(inflation: number, step: number): number {
  return Math.max(0, inflation + step)
}

function stepOf(
  course: InflationCourse,
  { inflationChange, targetBondingRate }: NetworkInputs,
  bondingRate: number,
): number {
  if (course === 'constant') return 0
  if (course === 'rising') return inflationChange
  if (course === 'falling') return -inflationChange
  if (bondingRate === targetBondingRate) return 0
  return bondingRate < targetBondingRate ? inflationChange : -inflationChange
}
