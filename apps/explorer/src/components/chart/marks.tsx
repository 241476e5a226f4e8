import { area, curveLinear, curveStepAfter, line } from 'd3-shape'
import type { ChartData, ChartPoint, ChartSeries } from './chart-data.ts'
import type { ChartScales } from './chart-scales.ts'

/** Colours of series in the order in which they come; their contrast with a card is at least 3 in both themes. */
export function seriesColor(index: number): string {
  return `var(--series-${(index % 4) + 1})`
}

/** What else tells lines apart than their colour. */
export function dashOf(index: number): string | undefined {
  return [undefined, '6 4', '2 3', '10 3 2 3'][index % 4]
}

interface MarksProps {
  readonly data: ChartData
  readonly scales: ChartScales
}

export function Marks({ data, scales }: MarksProps) {
  const bars = data.series.filter(({ mark }) => mark === 'bar')
  return (
    <>
      {data.series.map((series, index) =>
        series.mark === 'bar' ? (
          <Bars
            key={series.name}
            below={bars.slice(0, bars.indexOf(series))}
            color={seriesColor(index)}
            {...{ series, scales, data }}
          />
        ) : (
          <Line key={series.name} index={index} {...{ series, scales, data }} />
        ),
      )}
    </>
  )
}

interface LineProps extends MarksProps {
  readonly series: ChartSeries
  readonly index: number
}

type Place = readonly [number, ChartPoint | null]

function Line({ series: { mark, points }, scales: { x, y }, data, index }: LineProps) {
  const curve = mark === 'step' ? curveStepAfter : curveLinear
  const places: readonly Place[] = points.map((point, at) => [x(at), point])
  const isThere = ([, point]: Place) => point !== null
  const height = ([, point]: Place) => y(point?.value ?? 0)
  const outline = line<Place>()
    .defined(isThere)
    .x(([at]) => at)
    .y(height)
    .curve(curve)
  const filled = area<Place>()
    .defined(isThere)
    .x(([at]) => at)
    .y0(y(0))
    .y1(height)
    .curve(curve)
  const color = seriesColor(index)
  const common = { fill: 'none', stroke: color, strokeWidth: 1.75, strokeLinejoin: 'round' as const }
  // What is not over yet is drawn thinner than what is.
  const over = data.isLastOpen ? places.slice(0, -1) : places
  return (
    <>
      {mark === 'area' && <path d={filled([...places]) ?? ''} fill={color} opacity="0.13" />}
      <path d={outline([...over]) ?? ''} strokeDasharray={dashOf(index)} {...common} />
      {data.isLastOpen && (
        <path
          d={outline([...places.slice(-2)]) ?? ''}
          strokeDasharray="1 4"
          strokeLinecap="round"
          {...common}
        />
      )}
      {loneOf(places).map(([at, point]) => (
        <circle key={at} cx={at} cy={y(point?.value ?? 0)} r="2.5" fill={color} />
      ))}
    </>
  )
}

/** Points with nothing at either side, of which a line would show nothing. */
function loneOf(places: readonly Place[]): readonly Place[] {
  return places.filter(([, point], index) => point && !places[index - 1]?.[1] && !places[index + 1]?.[1])
}

interface BarsProps extends MarksProps {
  readonly series: ChartSeries
  readonly below: readonly ChartSeries[]
  readonly color: string
}

function Bars({ series, below, scales: { x, y, barWidth }, color, data }: BarsProps) {
  return series.points.map((point, index) => {
    if (!point || point.value === 0) return null
    const base = below.reduce((sum, { points }) => sum + (points[index]?.value ?? 0), 0)
    const [from, to] = [y(base), y(base + point.value)]
    const isOpen = data.isLastOpen === true && index === series.points.length - 1
    return (
      <rect
        key={data.axis.values[index]}
        x={x(index) - barWidth / 2}
        width={barWidth}
        y={Math.min(from, to)}
        height={Math.max(1, Math.abs(from - to))}
        rx={Math.min(2, barWidth / 4)}
        fill={color}
        {...(isOpen ? { fillOpacity: 0.35, stroke: color, strokeDasharray: '3 2' } : {})}
      />
    )
  })
}
