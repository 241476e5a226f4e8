import { useMemo } from 'react'
import { text } from '../../text/text.ts'
import { useWidth } from '../use-width.ts'
import { PlaceLabels, ValueLabels } from './axes.tsx'
import type { ChartData } from './chart-data.ts'
import { chartScales, placeTicks, valueTicks } from './chart-scales.ts'
import { Marks, seriesColor } from './marks.tsx'
import { readingText } from './reading-text.ts'
import { Tooltip } from './tooltip.tsx'
import { useReading } from './use-reading.ts'

interface PlotProps {
  readonly title: string
  readonly data: ChartData
  /** Of the drawing, without the labels below it, in CSS pixels. */
  readonly heightPx: number
}

/** The drawing with its axes. It is read place by place, with the pointer or the arrow keys. */
export function Plot({ title, data, heightPx }: PlotProps) {
  const [measure, width] = useWidth()
  const size = useMemo(() => ({ width, height: heightPx }), [width, heightPx])
  const scales = useMemo(() => chartScales(data, size), [data, size])
  const count = data.axis.values.length
  const { index, handlers } = useReading(count, scales.nearest)
  const ticks = valueTicks(data, scales, heightPx)
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
      <ValueLabels ticks={ticks} heightPx={heightPx} />
      <div
        ref={measure}
        role="slider"
        tabIndex={0}
        aria-label={text.chart.reading(title)}
        aria-orientation="horizontal"
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={(index ?? count - 1) + 1}
        aria-valuetext={readingText(data, index ?? count - 1)}
        data-testid="plot"
        className="relative cursor-crosshair touch-pan-y rounded"
        style={{ height: heightPx }}
        {...handlers}
      >
        {width > 0 && (
          <svg width={width} height={heightPx} aria-hidden="true" className="block overflow-visible">
            {ticks.map(({ at, label }) => (
              <line key={label} x2={width} y1={at} y2={at} stroke="var(--color-line)" />
            ))}
            {index !== undefined && <Cursor x={scales.x(index)} heightPx={heightPx} />}
            <Marks data={data} scales={scales} />
            {index !== undefined && <Dots {...{ data, scales, index }} />}
          </svg>
        )}
        {index !== undefined && <Tooltip data={data} index={index} x={scales.x(index)} width={width} />}
      </div>
      <PlaceLabels ticks={placeTicks(data, scales, width)} />
    </div>
  )
}

function Cursor({ x, heightPx }: { x: number; heightPx: number }) {
  return <line x1={x} x2={x} y2={heightPx} stroke="var(--color-soft)" strokeDasharray="2 2" />
}

interface DotsProps {
  readonly data: ChartData
  readonly scales: ReturnType<typeof chartScales>
  readonly index: number
}

/** What is being read, on each line. */
function Dots({ data, scales, index }: DotsProps) {
  return data.series.map(({ name, mark, points }, place) => {
    const point = points[index]
    if (!point || mark === 'bar') return null
    return (
      <circle
        key={name}
        cx={scales.x(index)}
        cy={scales.y(point.value)}
        r="4"
        fill={seriesColor(place)}
        stroke="var(--color-card)"
        strokeWidth="2"
      />
    )
  })
}
