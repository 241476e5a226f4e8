import { Chart } from '../../components/chart/chart.tsx'
import type { ChartData } from '../../components/chart/chart-data.ts'

/** A chart with its name above it. */
export function ChartPart({ title, data }: { title: string; data: ChartData | undefined }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 text-xs text-soft">{title}</figcaption>
      <Chart title={title} data={data} />
    </figure>
  )
}
