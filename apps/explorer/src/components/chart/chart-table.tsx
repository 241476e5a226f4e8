import { text } from '../../text/text.ts'
import type { ChartData } from './chart-data.ts'
import { placeText } from './reading-text.ts'

interface ChartTableProps {
  readonly title: string
  readonly data: ChartData
  readonly heightPx: number
}

/** The same as the chart in figures, the newest first. */
export function ChartTable({ title, data, heightPx }: ChartTableProps) {
  const { axis, series } = data
  return (
    <section
      aria-label={text.chart.table(title)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="overflow-auto rounded"
      style={{ height: heightPx }}
    >
      <table className="w-full border-collapse text-right text-[0.8125rem]">
        <thead className="sticky top-0 bg-card text-xs text-soft">
          <tr className="[&>th]:py-1 [&>th]:pl-3 [&>th]:font-medium [&>th:first-child]:pl-0">
            <th scope="col" className="text-left">
              {axis.name}
            </th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {axis.values
            .map((value, index) => (
              <tr key={value} className="border-t border-line [&>td]:py-1 [&>td]:pl-3">
                <th scope="row" className="py-1 text-left font-normal whitespace-nowrap">
                  {placeText(data, index)}
                </th>
                {series.map(({ name, points }) => (
                  <td key={name} className="whitespace-nowrap">
                    {points[index]?.text ?? '–'}
                  </td>
                ))}
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </section>
  )
}
