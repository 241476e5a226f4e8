import { isFirstSetting } from './first-setting.ts'
import type { CutHistory, History } from './history.ts'
import type { NetworkInputs, OrchestratorInputs } from './inputs.ts'

/** What of the indexer's answers a forecast is made from. */
interface OverviewFacts {
  readonly round: { readonly number: number }
  readonly totalSupplyWei: bigint
  readonly nextTotalActiveStakeWei: bigint
  /** Parts per billion. */
  readonly inflation: string
}

interface RoundFacts {
  readonly round: number
  readonly totalActiveStakeWei: bigint
  readonly activeOrchestrators: number
  /** Parts of 10²⁷. */
  readonly treasuryCutRate: string
  readonly rewardsWei: bigint
  readonly feesWei: bigint
  readonly winningTickets: number
  readonly rewardCalls: number
}

interface ParameterFacts {
  readonly name: string
  readonly value: string
}

export interface OrchestratorRow {
  readonly address: string
  readonly state: string
  readonly delegatedStakeWei: bigint
  /** Parts per million. */
  readonly rewardCut: number
  readonly feeShare: number
  readonly deactivationRound: number | null
  /** Complete rounds in which it was active, ever. */
  readonly activeRounds: number
  readonly callsDue: number
  readonly callsMade: number
  readonly fees90RoundsWei: bigint
}

interface PoolFacts {
  readonly round: number
  readonly activeStakeWei: bigint | null
  readonly rewardsWei: bigint
  readonly feesWei: bigint
}

interface CutChangeFacts {
  readonly orchestrator: string
  readonly round: number
  readonly rewardCut: number
  readonly feeShare: number
  readonly previousRewardCut: number
  readonly previousFeeShare: number
}

const perMillion = 1e6
const perBillion = 1e9
const preciseParts = 1e27

interface NetworkFacts {
  readonly overview: OverviewFacts
  /** The youngest first, the unfinished one among them. */
  readonly rounds: readonly RoundFacts[]
  readonly parameters: readonly ParameterFacts[]
}

export function readNetwork({ overview, rounds, parameters }: NetworkFacts): NetworkInputs {
  const complete = rounds.slice(1)
  const parameter = (name: string) => Number(parameters.find((each) => each.name === name)?.value ?? 0)
  return {
    round: overview.round.number,
    totalSupplyWei: overview.totalSupplyWei,
    nextActiveStakeWei: overview.nextTotalActiveStakeWei,
    inflation: Number(overview.inflation) / perBillion,
    inflationChange: parameter('minter.inflationChange') / perBillion,
    targetBondingRate: parameter('minter.targetBondingRate') / perBillion,
    treasuryCut: Number(rounds[0]?.treasuryCutRate ?? 0) / preciseParts,
    callsDue: complete.reduce((sum, { activeOrchestrators }) => sum + activeOrchestrators, 0),
    callsMade: complete.reduce((sum, { rewardCalls }) => sum + rewardCalls, 0),
  }
}

/** Rounds that the indexer sums fees over, the running one among them. */
const feeRounds = 90

export function readOrchestrator(row: OrchestratorRow): OrchestratorInputs {
  return {
    isInPool: isInPool(row),
    rewardCut: row.rewardCut / perMillion,
    feeShare: row.feeShare / perMillion,
    delegatedStakeWei: row.delegatedStakeWei,
    callsDue: row.callsDue,
    callsMade: row.callsMade,
    feesPerRoundWei: row.fees90RoundsWei / BigInt(Math.min(feeRounds, row.activeRounds + 1)),
  }
}

/** Whether it will be in the next round's active set. */
export function isInPool({ state, deactivationRound }: OrchestratorRow): boolean {
  return state !== 'unregistered' && deactivationRound === null
}

/** Active for fewer rounds than this it has no record to judge it by. */
const newForRounds = 30

export function isNew({ activeRounds }: OrchestratorRow): boolean {
  return activeRounds < newForRounds
}

interface HistoryFacts {
  /** The youngest first, the unfinished one among them. */
  readonly rounds: readonly RoundFacts[]
  readonly pools: readonly PoolFacts[]
  readonly cutChanges: readonly CutChangeFacts[]
}

/** What happened, as far as it is complete. */
export function readHistory({ rounds, pools, cutChanges }: HistoryFacts): History {
  const current = rounds[0]?.round ?? 0
  const first = rounds.at(-1)?.round ?? 0
  return {
    rounds: rounds
      .slice(1)
      .filter(({ totalActiveStakeWei }) => totalActiveStakeWei > 0n)
      .map(({ round, totalActiveStakeWei, rewardsWei, feesWei, winningTickets }) => ({
        ...{ round, winningTickets },
        ...{ activeStake: Number(totalActiveStakeWei), rewards: Number(rewardsWei), fees: Number(feesWei) },
      }))
      .toReversed(),
    pools: pools
      .flatMap(({ round, activeStakeWei, rewardsWei, feesWei }) =>
        activeStakeWei === null || round >= current
          ? []
          : [
              {
                round,
                activeStake: Number(activeStakeWei),
                rewards: Number(rewardsWei),
                fees: Number(feesWei),
              },
            ],
      )
      .toReversed(),
    cutChanges: cutChanges
      .filter((change) => change.round >= first && !isFirstSetting(change))
      .map(readChange),
    activeOrchestrators: rounds[0]?.activeOrchestrators ?? 0,
  }
}

function readChange(change: CutChangeFacts): CutHistory {
  const { orchestrator, round } = change
  return {
    orchestrator,
    round,
    rewardCutChange: (change.rewardCut - change.previousRewardCut) / perMillion,
    feeShareChange: (change.feeShare - change.previousFeeShare) / perMillion,
  }
}
