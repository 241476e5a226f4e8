import { Segmented } from '../../components/segmented.tsx'
import { text } from '../../text/text.ts'
import { MeasureCard } from './measure-card.tsx'
import { measures } from './measures.ts'
import type { Period } from './periods.ts'
import { useSeries } from './use-series.ts'

const said = text.overview.by
const periods = ['day', 'week', 'round'] as const

interface MeasuresSectionProps {
  readonly period: Period
  readonly onPeriod: (period: Period) => void
}

/** The network's measures through time, all by the same period. */
export function MeasuresSection({ period, onPeriod }: MeasuresSectionProps) {
  const series = useSeries(period)
  return (
    <section aria-label={said.label} className="grid gap-4">
      <Segmented
        label={said.label}
        options={periods.map((value) => ({ value, label: said[value] }))}
        value={period}
        onChange={onPeriod}
      />
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {measures.map((measure) => (
          <MeasureCard key={measure.id} measure={measure} series={series} />
        ))}
      </div>
    </section>
  )
}
