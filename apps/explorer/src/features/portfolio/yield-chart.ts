import type { ChartData } from '../../components/chart/chart-data.ts'
import { ratioPoint } from '../../components/chart/points.ts'
import { formatCompact, formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import type { ExplainedRound } from './explain.ts'

const said = text.portfolio.earnings
const mostRounds = 90

/** The yield of the last rounds. @param rows the youngest first; a round between them without stake stands empty */
export function yieldChart(rows: readonly ExplainedRound[]): ChartData {
  const [youngest, oldest] = [rows[0]?.round ?? 0, rows.at(-1)?.round ?? 0]
  const first = Math.max(oldest, youngest - mostRounds + 1)
  const rateOf = new Map(rows.map(({ round, yield: rate }) => [round, rate]))
  const values =
    rows.length === 0 ? [] : Array.from({ length: youngest - first + 1 }, (_, index) => first + index)
  return {
    axis: {
      ...{ name: said.round, values, tick: String },
      text: (round) => said.roundText(formatCount(round)),
    },
    tick: (ratio) => `${formatCompact(ratio * 100)} %`,
    series: [
      {
        ...{ name: said.yield, mark: 'bar' },
        points: values.map((round) => {
          const rate = rateOf.get(round)
          return rate === undefined ? null : ratioPoint(rate)
        }),
      },
    ],
  }
}
