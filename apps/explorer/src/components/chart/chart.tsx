import { type ReactNode, useState } from 'react'
import { text } from '../../text/text.ts'
import { Later } from '../later.tsx'
import { chartCsv, saveText } from './chart-csv.ts'
import { type ChartData, hasPoints } from './chart-data.ts'
import { ChartTable } from './chart-table.tsx'
import { dashOf, seriesColor } from './marks.tsx'
import { Plot } from './plot.tsx'

export interface ChartProps {
  /** What it shows, in a few words. */
  readonly title: string
  /** Undefined while it is on its way: the chart keeps its place. */
  readonly data: ChartData | undefined
  /** Of the drawing, in CSS pixels. */
  readonly heightPx?: number
  /** Stands in the place of a drawing of nothing. */
  readonly empty?: ReactNode
}

const usualHeightPx = 150
/** Labels below the drawing with their distance. */
const labelsPx = 22

/** Lines, areas or bars over time or rounds: as a drawing, as a table, and for a spreadsheet. */
export function Chart({ title, data, heightPx = usualHeightPx, empty }: ChartProps) {
  const [isTable, setIsTable] = useState(false)
  const fullPx = heightPx + labelsPx
  if (!data) return <ChartSkeleton heightPx={fullPx} />
  const isEmpty = !hasPoints(data)
  return (
    <div className="grid gap-2" data-testid="chart">
      {isEmpty ? (
        <div className="grid place-items-center text-center text-soft" style={{ height: fullPx }}>
          {empty ?? text.chart.empty}
        </div>
      ) : isTable ? (
        <ChartTable title={title} data={data} heightPx={fullPx} />
      ) : (
        <Later until={<Place heightPx={fullPx} />}>
          <Plot title={title} data={data} heightPx={heightPx} />
        </Later>
      )}
      <footer className="flex min-h-6 flex-wrap items-center justify-between gap-x-4 gap-y-1 text-xs text-soft">
        <Legend data={data} />
        <span className="ml-auto flex gap-3">
          <FooterButton
            isDisabled={isEmpty}
            label={isTable ? text.chart.asChart(title) : text.chart.asTable(title)}
            onPress={() => setIsTable(!isTable)}
          >
            {isTable ? text.chart.showChart : text.chart.showTable}
          </FooterButton>
          <FooterButton
            isDisabled={isEmpty}
            label={text.chart.asCsv(title)}
            onPress={() => saveText(`millrace-${slug(title)}.csv`, 'text/csv', chartCsv(data))}
          >
            {text.chart.csv}
          </FooterButton>
        </span>
      </footer>
    </div>
  )
}

/** Keeps the place of a chart and its footer while the data is on its way. */
function ChartSkeleton({ heightPx }: { heightPx: number }) {
  return (
    <div className="grid gap-2" data-testid="chart-skeleton" aria-hidden="true">
      <Place heightPx={heightPx} />
      <div className="h-6" />
    </div>
  )
}

function Place({ heightPx }: { heightPx: number }) {
  return <div className="pulse rounded-lg bg-sunken" style={{ height: heightPx }} />
}

/** Which line or bar is which; a chart of one needs none. */
function Legend({ data: { series } }: { data: ChartData }) {
  if (series.length < 2) return null
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {series.map(({ name, mark }, index) => (
        <li key={name} className="flex items-center gap-1.5">
          <svg width="18" height="10" aria-hidden="true">
            {mark === 'bar' ? (
              <rect x="4" width="10" height="10" rx="2" fill={seriesColor(index)} />
            ) : (
              <line
                x2="18"
                y1="5"
                y2="5"
                stroke={seriesColor(index)}
                strokeWidth="2"
                strokeDasharray={dashOf(index)}
              />
            )}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}

interface FooterButtonProps {
  readonly label: string
  readonly isDisabled: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}

function FooterButton({ label, isDisabled, onPress, children }: FooterButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={isDisabled}
      onClick={onPress}
      className="rounded px-1 py-0.5 underline decoration-dotted underline-offset-2 enabled:hover:text-ink disabled:opacity-50"
    >
      {children}
    </button>
  )
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
