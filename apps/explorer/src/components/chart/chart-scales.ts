import { scaleBand, scaleLinear } from 'd3-scale'
import type { ChartData } from './chart-data.ts'

export interface Size {
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
}

export interface Tick {
  /** Where it is, in CSS pixels from the left or the top. */
  readonly at: number
  readonly label: string
}

/** From places and values to pixels. */
export interface ChartScales {
  readonly x: (index: number) => number
  readonly y: (value: number) => number
  /** Width of a bar; 0 in a chart without bars. */
  readonly barWidth: number
  /** The place that is nearest to a distance from the left. */
  readonly nearest: (px: number) => number
}

/** Room above the highest mark, so that a line at the top keeps its full width. */
const marginPx = 3

export function chartScales(data: ChartData, { width, height }: Size): ChartScales {
  const { x, barWidth } = placesOf(data, width)
  const [lowest, highest] = valueDomain(data, rowsIn(height))
  const y = scaleLinear([lowest, highest], [height - 1, marginPx])
  const indexes = data.axis.values.map((_, index) => index)
  const nearest = (px: number) =>
    indexes.reduce((best, index) => (Math.abs(x(index) - px) < Math.abs(x(best) - px) ? index : best), 0)
  return { x, y, barWidth, nearest }
}

function placesOf({ axis, series }: ChartData, width: number): Pick<ChartScales, 'x' | 'barWidth'> {
  if (series.some(({ mark }) => mark === 'bar')) {
    const band = scaleBand(
      axis.values.map((_, index) => index),
      [0, width],
    ).padding(0.25)
    return { x: (index) => (band(index) ?? 0) + band.bandwidth() / 2, barWidth: band.bandwidth() }
  }
  const [first = 0, last = 0] = [axis.values[0], axis.values.at(-1)]
  const line = scaleLinear([first, last], [marginPx, width - marginPx])
  // A single place stands in the middle.
  const x = (index: number) => (first === last ? width / 2 : line(axis.values[index] ?? first))
  return { x, barWidth: 0 }
}

const rowPx = 44

/** Marks on the scale of values that have room. */
function rowsIn(heightPx: number): number {
  return Math.max(2, Math.floor(heightPx / rowPx))
}

/** The values from the lowest to the highest mark, in numbers that are round when divided in so many rows. */
export function valueDomain(data: ChartData, rows = 4): readonly [number, number] {
  const drawn = [...stackedValues(data), ...looseValues(data)]
  const beginsAtZero =
    data.fromZero === true || data.series.some(({ mark }) => mark === 'bar' || mark === 'area')
  const all = beginsAtZero ? [0, ...drawn] : drawn
  const lowest = all.reduce((a, b) => Math.min(a, b), all[0] ?? 0)
  const highest = all.reduce((a, b) => Math.max(a, b), all[0] ?? 0)
  if (lowest === highest) return aroundOne(lowest, beginsAtZero)
  const [from = lowest, to = highest] = scaleLinear([lowest, highest], [0, 1]).nice(rows).domain()
  return [from, to]
}

/** A value that never changed is a line in the middle, or the top of what begins at zero. */
function aroundOne(value: number, beginsAtZero: boolean): readonly [number, number] {
  if (value === 0) return [0, 1]
  if (beginsAtZero) return value > 0 ? [0, value] : [value, 0]
  const reach = Math.abs(value) * 0.1
  return [value - reach, value + reach]
}

function looseValues({ series }: ChartData): readonly number[] {
  return series
    .filter(({ mark }) => mark !== 'bar')
    .flatMap(({ points }) => points.flatMap((point) => (point ? [point.value] : [])))
}

/** Heights of all bars that stand on one another. */
function stackedValues({ axis, series }: ChartData): readonly number[] {
  const bars = series.filter(({ mark }) => mark === 'bar')
  if (bars.length === 0) return []
  return axis.values.map((_, index) => bars.reduce((sum, { points }) => sum + (points[index]?.value ?? 0), 0))
}

/** Marks on the scale of values, of which no two say the same. */
export function valueTicks(data: ChartData, { y }: ChartScales, height: number): readonly Tick[] {
  const rows = rowsIn(height)
  const ticks = scaleLinear([...valueDomain(data, rows)], [0, 1]).ticks(rows)
  const wanted = data.isWhole ? ticks.filter(Number.isInteger) : ticks
  return unlike(wanted.map((value) => ({ at: y(value), label: data.tick(value) })))
}

/** A letter of a label is no wider, in CSS pixels. */
const letterPx = 7.4
const gapPx = 16

export function labelWidth(label: string): number {
  return label.length * letterPx
}

/**
 * Labels below the chart, evenly, as many as have room beside one another, the last one among them. Those at the ends are
 * moved inwards, so that none is cut.
 */
export function placeTicks({ axis }: ChartData, { x }: ChartScales, width: number): readonly Tick[] {
  const labels = axis.values.map(axis.tick)
  const widest = labels.reduce((most, label) => Math.max(most, labelWidth(label)), 0) + gapPx
  const step = Math.ceil(labels.length / Math.max(1, Math.floor(width / widest)))
  const ticks = labels
    .map((label, index) => ({ at: inside(x(index), labelWidth(label) / 2, width), label, index }))
    .filter(({ index }) => (labels.length - 1 - index) % step === 0)
  return apart(unlike(ticks), widest)
}

function inside(at: number, half: number, width: number): number {
  return Math.max(half, Math.min(width - half, at))
}

/** Where places are not evenly apart, those too near to the one to the right of them are left out. */
function apart(ticks: readonly Tick[], leastPx: number): readonly Tick[] {
  let right = Number.POSITIVE_INFINITY
  const kept = ticks.toReversed().filter(({ at }) => {
    const fits = right - at >= leastPx
    if (fits) right = at
    return fits
  })
  return kept.toReversed()
}

function unlike(ticks: readonly Tick[]): readonly Tick[] {
  return ticks.filter(({ label }, index) => label !== ticks[index - 1]?.label)
}
