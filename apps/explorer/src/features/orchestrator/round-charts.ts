import type { RowOf } from '../../api/indexer.ts'
import type { ChartData, ChartSeries } from '../../components/chart/chart-data.ts'
import { etherPoint, ratioPoint, tokenPoint } from '../../components/chart/points.ts'
import { formatCompact, formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'

type Pool = RowOf<'/v1/pools'>

const said = text.orchestrator
const perMillion = 1_000_000
/** As many rounds as reward calls are counted over. */
const mostRounds = 90

/** The youngest rounds, the oldest of them first; a round in which it was not active stands empty. */
function placesOf(pools: readonly Pool[]): readonly (Pool | undefined)[] {
  const [youngest, oldest] = [pools[0]?.round ?? 0, pools.at(-1)?.round ?? 0]
  const first = Math.max(oldest, youngest - mostRounds + 1)
  const byRound = new Map(pools.map((pool) => [pool.round, pool]))
  return Array.from({ length: youngest - first + 1 }, (_, index) => byRound.get(first + index))
}

function chartOf(
  pools: readonly Pool[],
  {
    series,
    ...rest
  }: Pick<ChartData, 'tick' | 'fromZero'> & {
    readonly series: (places: readonly (Pool | undefined)[]) => readonly ChartSeries[]
  },
): ChartData {
  const places = placesOf(pools)
  const youngest = pools[0]?.round ?? 0
  const values = places.map((_, index) => youngest - places.length + 1 + index)
  return {
    axis: {
      ...{ name: said.cuts.round, values, tick: String },
      text: (round) => said.cuts.roundText(formatCount(round)),
    },
    ...{ series: pools.length === 0 ? [] : series(places), isLastOpen: true },
    ...rest,
  }
}

/** Rewards of each round, and those that were not called for. @param pools that have begun, the youngest first */
export function rewardsChart(pools: readonly Pool[], symbol: string): ChartData {
  const { rewards, missed } = said.rounds
  return chartOf(pools, {
    tick: formatCompact,
    series: (places) => [
      {
        ...{ name: rewards, mark: 'bar' },
        points: places.map((pool) => (pool ? tokenPoint(pool.rewardsWei, symbol) : null)),
      },
      {
        ...{ name: missed, mark: 'bar' },
        points: places.map((pool) => (pool ? tokenPoint(pool.missedRewardsWei ?? 0n, symbol) : null)),
      },
    ],
  })
}

/** @param pools that have begun, the youngest first */
export function feesChart(pools: readonly Pool[]): ChartData {
  return chartOf(pools, {
    tick: formatCompact,
    series: (places) => [
      {
        ...{ name: said.rounds.fees, mark: 'bar' },
        points: places.map((pool) => (pool ? etherPoint(pool.feesWei) : null)),
      },
    ],
  })
}

/** Cuts as they were fixed for each round. @param pools that have begun, the youngest first */
export function cutsChart(pools: readonly Pool[]): ChartData {
  const { rewardCut, feeCut } = said.cuts
  const isActive = (pool: Pool | undefined) => pool !== undefined && pool.activeStakeWei !== null
  return chartOf(pools, {
    ...{ tick: (ratio) => `${formatCompact(ratio * 100)} %`, fromZero: true },
    series: (places) => [
      {
        ...{ name: rewardCut, mark: 'step' },
        points: places.map((pool) =>
          pool && isActive(pool) ? ratioPoint(pool.rewardCut / perMillion) : null,
        ),
      },
      {
        ...{ name: feeCut, mark: 'step' },
        points: places.map((pool) =>
          pool && isActive(pool) ? ratioPoint(1 - pool.feeShare / perMillion) : null,
        ),
      },
    ],
  })
}
