import { lorenzCurve } from '@millrace/common/concentration'
import type { RowOf } from '../../api/indexer.ts'
import type { ChartData, ChartMark, ChartPoint } from '../../components/chart/chart-data.ts'
import { countPoint, plainPoint, ratioPoint } from '../../components/chart/points.ts'
import { formatCompact, formatCount, formatPercent } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'

const said = text.health

export type RoundRow = RowOf<'/v1/rounds'>

interface TrendSeries {
  readonly name: string
  readonly mark: ChartMark
  readonly point: (row: RoundRow) => ChartPoint | null
}

/** A measure by round. @param rounds the newest first */
export function trendOf(
  rounds: readonly RoundRow[],
  series: readonly TrendSeries[],
  options: Partial<Pick<ChartData, 'tick' | 'isWhole' | 'fromZero'>> = {},
): ChartData {
  const rows = rounds.toReversed()
  return {
    axis: {
      name: text.overview.axis.round,
      values: rows.map(({ round }) => round),
      text: (round) => text.overview.axis.roundOf(formatCount(round)),
      tick: formatCount,
    },
    series: series.map(({ name, mark, point }) => ({ name, mark, points: rows.map(point) })),
    tick: formatCompact,
    ...options,
  }
}

const count = (value: number | null) => (value === null ? null : countPoint(value))
const plain = (value: number | null, digits: number) => (value === null ? null : plainPoint(value, digits))

export const nakamotoSeries: readonly TrendSeries[] = [
  { name: said.trend.third, mark: 'line', point: ({ nakamotoThird }) => count(nakamotoThird) },
  { name: said.trend.half, mark: 'line', point: ({ nakamotoHalf }) => count(nakamotoHalf) },
]

export const giniSeries: readonly TrendSeries[] = [
  { name: said.trend.gini, mark: 'line', point: ({ gini }) => plain(gini, 3) },
]

export const effectiveSeries: readonly TrendSeries[] = [
  { name: said.trend.effective, mark: 'line', point: ({ hhi }) => plain(hhi === null ? null : 1 / hhi, 1) },
]

export const rankSeries: readonly TrendSeries[] = [
  { name: said.trend.rank, mark: 'line', point: ({ rankPersistence }) => plain(rankPersistence, 3) },
]

export const turnoverSeries: readonly TrendSeries[] = [
  {
    name: said.turnover.entered,
    mark: 'bar',
    point: ({ enteredOrchestrators }) => count(enteredOrchestrators),
  },
  { name: said.turnover.left, mark: 'bar', point: ({ leftOrchestrators }) => count(leftOrchestrators) },
]

/** Parts of the active stake that were new, moved and unbonded; null in a round without stake. */
export const churnSeries: readonly TrendSeries[] = (
  [
    [said.churn.new, 'newStakeWei'],
    [said.churn.moved, 'movedStakeWei'],
    [said.churn.unbonded, 'unbondedStakeWei'],
  ] as const
).map(([name, key]) => ({
  name,
  mark: 'bar',
  point: (row) => {
    const ratio = ratioOf(row[key], row.totalActiveStakeWei)
    return ratio === null ? null : ratioPoint(ratio)
  },
}))

/** All that moved in a round, of the active stake. */
export function churnOf(row: RoundRow): number | null {
  const { newStakeWei, movedStakeWei, unbondedStakeWei, totalActiveStakeWei } = row
  return ratioOf(newStakeWei + movedStakeWei + unbondedStakeWei, totalActiveStakeWei)
}

function ratioOf(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number((part * 1_000_000_000n) / whole) / 1e9
}

/** What the smallest part of the accounts has, beside what it would have if all had the same. */
export function lorenzChart(amounts: readonly bigint[]): ChartData {
  const curve = lorenzCurve(amounts)
  return {
    axis: {
      name: said.gini.axis,
      values: curve.map(({ accounts }) => accounts),
      text: (accounts) => said.gini.smallest(formatPercent(accounts)),
      tick: (accounts) => `${formatCompact(Math.round(accounts * 100))} %`,
    },
    series: [
      { name: said.gini.held, mark: 'area', points: curve.map(({ held }) => ratioPoint(held)) },
      { name: said.gini.equal, mark: 'line', points: curve.map(({ accounts }) => ratioPoint(accounts)) },
    ],
    tick: (held) => `${formatCompact(held * 100)} %`,
  }
}
