import type { ChartData } from './chart-data.ts'
import { seriesColor } from './marks.tsx'
import { placeText } from './reading-text.ts'

interface TooltipProps {
  readonly data: ChartData
  readonly index: number
  /** Where it points to, and how wide the chart is, in CSS pixels. */
  readonly x: number
  readonly width: number
}

/** What is being read, above the chart and never beyond its sides. */
export function Tooltip({ data, index, x, width }: TooltipProps) {
  const shift = width === 0 ? 0 : (x / width) * 100
  return (
    <div
      aria-hidden="true"
      data-testid="chart-tooltip"
      className="pointer-events-none absolute bottom-full z-20 mb-1 max-w-full rounded-lg bg-ink px-3 py-2 text-xs whitespace-nowrap text-page shadow-lg"
      style={{ left: x, transform: `translateX(-${shift}%)` }}
    >
      <p className="font-medium">{placeText(data, index)}</p>
      <ul>
        {data.series.map(({ name, points }, place) => (
          <li key={name} className="flex items-center gap-2">
            {data.series.length > 1 && (
              <>
                <span
                  className="size-2 shrink-0 rounded-full ring-1 ring-page"
                  style={{ background: seriesColor(place) }}
                />
                <span className="grow pr-2">{name}</span>
              </>
            )}
            <span>{points[index]?.text ?? '–'}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
