import { concentrationOf, topShare } from '@millrace/common/concentration'
import { useMemo } from 'react'
import { Chart } from '../../components/chart/chart.tsx'
import { Figure } from '../../components/figure.tsx'
import { formatCount, formatPercent } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { effectiveSeries, giniSeries, lorenzChart, nakamotoSeries, type RoundRow, trendOf } from './charts.ts'
import { MeasureCard } from './measure-card.tsx'

const said = text.health

interface SpreadCardsProps {
  /** Undefined while they are on their way. */
  readonly amounts: readonly bigint[] | undefined
  readonly rounds: readonly RoundRow[] | undefined
}

/** How stake is spread over those who have it. */
export function SpreadCards({ amounts, rounds }: SpreadCardsProps) {
  const spread = useMemo(() => amounts && concentrationOf(amounts), [amounts])
  const lorenz = useMemo(() => amounts && lorenzChart(amounts), [amounts])
  const shares = [1, 3, 10].map((count) => [count, amounts && topShare(amounts, count)] as const)
  return (
    <>
      <MeasureCard
        title={said.nakamoto.title}
        formula={said.nakamoto.formula}
        figures={(['third', 'half', 'twoThirds'] as const).map((part) => (
          <Figure
            key={part}
            label={said.nakamoto[part]}
            value={spread && formatCount(spread.nakamoto[part])}
            hint={said.nakamoto[`${part}Hint`]}
            testId={`nakamoto-${part}`}
          />
        ))}
      >
        <Chart
          title={said.nakamoto.title}
          data={rounds && trendOf(rounds, nakamotoSeries, { isWhole: true, fromZero: true })}
        />
      </MeasureCard>
      <MeasureCard
        title={said.gini.title}
        formula={said.gini.formula}
        figures={<Figure label={said.gini.value} value={fixed(spread?.gini, 3)} testId="gini" />}
      >
        <Chart title={said.gini.lorenz} data={lorenz} />
        <Chart title={said.gini.value} data={rounds && trendOf(rounds, giniSeries)} heightPx={72} />
      </MeasureCard>
      <MeasureCard
        title={said.hhi.title}
        formula={said.hhi.formula}
        figures={
          <>
            <Figure label={said.hhi.value} value={fixed(spread?.hhi, 4)} testId="hhi" />
            <Figure
              label={said.hhi.effective}
              value={fixed(spread?.effectiveAccounts, 1)}
              testId="effective"
            />
          </>
        }
      >
        <Chart
          title={said.hhi.effective}
          data={rounds && trendOf(rounds, effectiveSeries, { fromZero: true })}
        />
      </MeasureCard>
      <MeasureCard
        title={said.theil.title}
        formula={said.theil.formula}
        figures={
          <>
            <Figure label={said.theil.value} value={fixed(spread?.theil, 3)} testId="theil" />
            {shares.map(([count, share]) => (
              <Figure
                key={count}
                label={said.theil.top(count)}
                value={typeof share === 'number' ? formatPercent(share) : undefined}
                testId={`top-${count}`}
              />
            ))}
          </>
        }
      />
    </>
  )
}

function fixed(value: number | null | undefined, digits: number): string | undefined {
  return typeof value === 'number' ? value.toFixed(digits) : undefined
}
