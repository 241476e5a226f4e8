import { type Forecast, supposedCalls } from './forecast.ts'
import {
  type CutHistory,
  demandError,
  type History,
  mean,
  type PastError,
  stakeError,
  variance,
} from './history.ts'
import type { OrchestratorInputs } from './inputs.ts'

/** How far something may be off in both directions, as a fraction of what is expected. */
export interface Deviation {
  readonly down: number
  readonly up: number
}

interface Bounds {
  readonly low: number
  readonly high: number
}

/** Where nine of ten outcomes are, and what makes them differ. */
export interface ForecastInterval {
  /** Fractions of the principal. */
  readonly rewards: Bounds
  readonly feesWei: Bounds
  readonly causes: {
    /** Reward calls that it may miss, or make. */
    readonly calls: Deviation
    readonly rewardCut: Deviation
    /** Stake that joins the active set, or leaves it. */
    readonly networkStake: Deviation
    /** Tickets win by chance. */
    readonly tickets: Deviation
    readonly demand: Deviation
    /** Stake that joins the orchestrator, or leaves it. */
    readonly ownStake: Deviation
    readonly feeShare: Deviation
  }
}

export interface IntervalInputs {
  readonly address: string
  readonly orchestrator: OrchestratorInputs
  readonly rounds: number
  readonly history: History
}

/** Nine tenths of a normal distribution are within so many standard deviations. */
const z = 1.645

/** The interval of a forecast, learnt from the past. */
export function intervalOf(
  { rewards, feeRounds, callChance }: Forecast,
  { orchestrator, address, rounds, history }: IntervalInputs,
): ForecastInterval {
  const cutError = (changeOf: (change: CutHistory) => number) =>
    changeError(history, { address, rounds, changeOf })
  const { rewardCut, feeShare, callsDue } = orchestrator
  const causes = {
    calls: partDeviation(callChance, callError({ callChance, callsDue, rounds })),
    rewardCut: partDeviation(
      1 - rewardCut,
      cutError(({ rewardCutChange }) => rewardCutChange),
    ),
    networkStake: shareDeviation(stakeError(history.rounds, rounds)),
    tickets: ticketDeviation(history, rounds),
    demand: ratioDeviation(demandError(history.rounds, rounds)),
    ownStake: shareDeviation(stakeError(history.pools, rounds)),
    feeShare: partDeviation(
      feeShare,
      cutError(({ feeShareChange }) => feeShareChange),
    ),
  }
  const growth = Math.log1p(rewards)
  const ofRewards = together([causes.calls, causes.rewardCut, causes.networkStake])
  const ofFees = together([causes.tickets, causes.demand, causes.ownStake, causes.feeShare])
  const feesPerRound = Number(orchestrator.feesPerRoundWei)
  const highestPerRound = feesPerRound > 0 ? feesPerRound * (1 + ofFees.up) : unseenFees(history)
  return {
    rewards: {
      low: Math.expm1(growth * (1 - ofRewards.down)),
      high: Math.expm1(growth * (1 + ofRewards.up)),
    },
    feesWei: { low: feesPerRound * (1 - ofFees.down) * feeRounds, high: highestPerRound * feeRounds },
    causes,
  }
}

/** Independent causes: their squares add up. Nothing earns less than nothing. */
function together(causes: readonly Deviation[]): Deviation {
  const sum = (side: keyof Deviation) =>
    Math.sqrt(causes.reduce((total, cause) => total + cause[side] ** 2, 0))
  return { down: Math.min(1, sum('down')), up: sum('up') }
}

/** Of a number that what comes is multiplied by. */
function ratioDeviation({ more, less }: PastError): Deviation {
  return { down: -Math.expm1(-z * less), up: Math.expm1(z * more) }
}

/** Of a number that what comes is shared by: more of it brings less. */
function shareDeviation({ more, less }: PastError): Deviation {
  return ratioDeviation({ more: less, less: more })
}

/** Of a part between 0 and 1. */
function partDeviation(part: number, error: number): Deviation {
  if (part <= 0) return { down: 0, up: 0 }
  return { down: Math.min(1, (z * error) / part), up: Math.min(1 - part, z * error) / part }
}

interface CallRecord {
  readonly callChance: number
  readonly callsDue: number
  readonly rounds: number
}

/** Calls by a chance that is itself known from so many rounds only (beta-binomial). */
function callError({ callChance, callsDue, rounds }: CallRecord): number {
  const known = callsDue + supposedCalls
  return Math.sqrt((callChance * (1 - callChance) * (known + rounds)) / (rounds * (known + 1)))
}

/** So many rounds of everybody's changes are supposed of an orchestrator before its own count. */
const supposedRounds = 30

interface ChangeQuestion {
  readonly address: string
  readonly rounds: number
  readonly changeOf: (change: CutHistory) => number
}

/** Error of a cut's mean over the rounds, when changes go on as they came: each counts from when it happens. */
function changeError(history: History, { address, rounds, changeOf }: ChangeQuestion): number {
  const squares = (changes: readonly CutHistory[]) =>
    changes.reduce((sum, change) => sum + changeOf(change) ** 2, 0)
  const orchestratorRounds = Math.max(1, history.activeOrchestrators * history.rounds.length)
  const everybodys = squares(history.cutChanges) / orchestratorRounds
  const own = squares(history.cutChanges.filter(({ orchestrator }) => orchestrator === address))
  const perRound = (own + supposedRounds * everybodys) / (history.pools.length + supposedRounds)
  return Math.sqrt((perRound * rounds) / 3)
}

/** Of a mean of so many rounds to come, against that of so many past ones. */
function ticketDeviation({ pools, ...network }: History, rounds: number): Deviation {
  const fees = pools.map((pool) => pool.fees)
  const expected = mean(fees)
  if (expected === 0) return { down: 0, up: 0 }
  const error = (z * Math.sqrt(variance(fees) * (1 / rounds + 1 / fees.length))) / expected
  return { down: Math.min(1, error), up: error + unseenFees({ pools, ...network }) / expected }
}

/** Fees of a round by tickets as yet unseen: what did not happen in n rounds happens less often than three times in n. */
function unseenFees({ rounds, pools }: Pick<History, 'rounds' | 'pools'>): number {
  const tickets = rounds.reduce((sum, { winningTickets }) => sum + winningTickets, 0)
  const fees = rounds.reduce((sum, round) => sum + round.fees, 0)
  return tickets === 0 ? 0 : (fees / tickets) * (3 / Math.max(3, pools.length))
}
