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

export interface RoundFacts {
  readonly round: number
  /** Ms since the Unix epoch. */
  readonly time: number
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
  readonly firstActivationRound: number | null
  readonly callsDue: number
  readonly callsMade: number
  readonly fees90DaysWei: bigint
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

const feeDaysMs = 90 * 86_400_000

/**
 * Rounds that began in the last ninety days. Where rounds are short the youngest ones tell how many there were.
 * @param rounds the youngest first
 */
export function roundsInFeeDays(rounds: readonly RoundFacts[], nowMs: number): number {
  const [youngest, oldest] = [rounds[0], rounds.at(-1)]
  if (!youngest || !oldest) return 1
  const within = rounds.filter(({ time }) => time > nowMs - feeDaysMs).length
  if (within < rounds.length || rounds.length < 2) return Math.max(1, within)
  const roundMs = (youngest.time - oldest.time) / (rounds.length - 1)
  return Math.max(within, Math.min(youngest.round, Math.floor(feeDaysMs / Math.max(1, roundMs))))
}

interface RoundCounts {
  readonly currentRound: number
  /** What {@link roundsInFeeDays} gives. */
  readonly feeRounds: number
}

export function readOrchestrator(row: OrchestratorRow, counts: RoundCounts): OrchestratorInputs {
  return {
    isInPool: isInPool(row),
    rewardCut: row.rewardCut / perMillion,
    feeShare: row.feeShare / perMillion,
    delegatedStakeWei: row.delegatedStakeWei,
    callsDue: row.callsDue,
    callsMade: row.callsMade,
    feesPerRoundWei: row.fees90DaysWei / BigInt(recordRounds(row, counts)),
  }
}

/** Rounds that its fees of ninety days came in. */
function recordRounds({ firstActivationRound }: OrchestratorRow, { currentRound, feeRounds }: RoundCounts) {
  return Math.max(1, Math.min(feeRounds, currentRound - (firstActivationRound ?? currentRound)))
}

/** Whether it will be in the next round's active set. */
export function isInPool({ state, deactivationRound }: OrchestratorRow): boolean {
  return state !== 'unregistered' && deactivationRound === null
}

/** Active for fewer rounds than this it has no record to judge it by. */
const newForRounds = 30

export function isNew({ firstActivationRound }: OrchestratorRow, currentRound: number): boolean {
  return firstActivationRound === null || currentRound - firstActivationRound < newForRounds
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
