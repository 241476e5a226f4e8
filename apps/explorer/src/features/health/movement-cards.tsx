import { Chart } from '../../components/chart/chart.tsx'
import { Figure } from '../../components/figure.tsx'
import { formatCompact, formatCount, formatPercent } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { churnOf, churnSeries, type RoundRow, rankSeries, trendOf, turnoverSeries } from './charts.ts'
import { MeasureCard } from './measure-card.tsx'

const said = text.health

/** How much stake and orchestrators move. @param rounds the newest first; undefined while they are on their way */
export function MovementCards({ rounds }: { rounds: readonly RoundRow[] | undefined }) {
  const [current, last] = rounds ?? []
  const churn = last && churnOf(last)
  const persistence = current?.rankPersistence
  const percentTick = (ratio: number) => `${formatCompact(ratio * 100)} %`
  return (
    <>
      <MeasureCard
        title={said.churn.title}
        formula={said.churn.formula}
        figures={
          <Figure
            label={
              last ? `${said.churn.value} ${said.churn.when(formatCount(last.round))}` : said.churn.value
            }
            value={typeof churn === 'number' ? formatPercent(churn) : undefined}
            testId="churn"
          />
        }
      >
        <Chart
          title={said.churn.title}
          data={rounds && trendOf(rounds, churnSeries, { tick: percentTick })}
        />
      </MeasureCard>
      <MeasureCard
        title={said.ranks.title}
        formula={said.ranks.formula}
        figures={
          <Figure
            label={said.ranks.value}
            value={typeof persistence === 'number' ? persistence.toFixed(3) : undefined}
            testId="rank-persistence"
          />
        }
      >
        <Chart
          title={said.ranks.title}
          data={rounds && trendOf(rounds, rankSeries)}
          empty={said.ranks.none}
        />
      </MeasureCard>
      <MeasureCard
        title={said.turnover.title}
        formula={said.turnover.formula}
        figures={
          <>
            <Figure label={said.turnover.entered} value={counted(current?.enteredOrchestrators)} />
            <Figure label={said.turnover.left} value={counted(current?.leftOrchestrators)} />
          </>
        }
      >
        <Chart
          title={said.turnover.title}
          data={rounds && trendOf(rounds, turnoverSeries, { isWhole: true })}
        />
      </MeasureCard>
    </>
  )
}

function counted(value: number | null | undefined): string | undefined {
  return typeof value === 'number' ? formatCount(value) : undefined
}
