/** What the whole network pays, as of the last initialised round. Shares are fractions of 1. */
export interface NetworkInputs {
  readonly round: number
  readonly totalSupplyWei: bigint
  /** Stake of the next round's active set. */
  readonly nextActiveStakeWei: bigint
  /** Part of the supply that a round may mint. */
  readonly inflation: number
  /** What each round adds to or takes from the inflation. */
  readonly inflationChange: number
  /** Staked part of the supply at which inflation turns. */
  readonly targetBondingRate: number
  /** Part of rewards that goes to the treasury. */
  readonly treasuryCut: number
  /** Reward calls of complete rounds that could have been made, and that were, by everybody. */
  readonly callsDue: number
  readonly callsMade: number
}

/** One orchestrator's record. */
export interface OrchestratorInputs {
  /** Whether it will be in the active set of the next round. */
  readonly isInPool: boolean
  readonly rewardCut: number
  /** Part of fees that delegators get. */
  readonly feeShare: number
  readonly delegatedStakeWei: bigint
  readonly callsDue: number
  readonly callsMade: number
  /** Fees of a round, on average over its record. */
  readonly feesPerRoundWei: bigint
}

/** How inflation goes on: by the contract's rule, or as one may wish to suppose. */
export const inflationCourses = ['rule', 'constant', 'rising', 'falling'] as const
export type InflationCourse = (typeof inflationCourses)[number]

/** What is asked of a forecast. */
export interface ForecastQuestion {
  readonly principalWei: bigint
  /** Stake that is in the active set already adds nothing to it by moving. */
  readonly isNewStake: boolean
  /** Rounds in which it earns, from the next one on. */
  readonly rounds: number
  readonly inflation: InflationCourse
}
