import { useMemo } from 'react'
import type { Fact } from '../../api/use-answer.ts'
import { Card } from '../../components/card.tsx'
import { Chart } from '../../components/chart/chart.tsx'
import { Notice } from '../../components/notice.tsx'
import { useToken } from '../../network/use-token.ts'
import { text } from '../../text/text.ts'
import { chartOf, type Headline, headlineOf } from './headline.ts'
import type { Measure } from './measures.ts'
import type { Series } from './periods.ts'

const said = text.overview

/** One measure of the network: what it is, and how it came to be so. */
export function MeasureCard({ measure, series }: { measure: Measure; series: Fact<Series> }) {
  const { symbol } = useToken()
  const { data, problem } = series
  const chart = useMemo(() => data && chartOf(data, measure, symbol), [data, measure, symbol])
  const headline = data && headlineOf(data, measure, symbol)
  const { title, hint } = said.charts[measure.id]
  return (
    <Card title={title} aside={headline?.when}>
      {problem !== undefined ? (
        <Notice tone="error" title={text.table.failed} text={text.table.again(problem)} />
      ) : (
        <>
          <HeadlineText headline={headline} hint={hint} isKnown={data !== undefined} />
          <Chart title={title} data={chart} heightPx={120} />
        </>
      )}
    </Card>
  )
}

interface HeadlineTextProps {
  readonly headline: Headline | undefined
  readonly hint: string
  readonly isKnown: boolean
}

const arrows = { up: '↑ ', down: '↓ ', none: '' }

/** As high whether anything is known or not, so that the chart below stays where it is. */
function HeadlineText({ headline, hint, isKnown }: HeadlineTextProps) {
  return (
    <div className="mb-4" title={hint}>
      <p data-testid="headline" className="truncate text-lg font-semibold tracking-tight">
        {headline?.value ?? (isKnown ? '–' : '…')}
      </p>
      <p className="min-h-8 text-xs text-soft">
        <span aria-hidden="true">{arrows[headline?.direction ?? 'none']}</span>
        {headline?.change ?? hint}
      </p>
    </div>
  )
}
