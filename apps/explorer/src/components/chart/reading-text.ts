import { text } from '../../text/text.ts'
import type { ChartData } from './chart-data.ts'

/** What stands at a place, in words. */
export function readingText(data: ChartData, index: number): string {
  const values = data.series.map(({ name, points }) => {
    const said = points[index]?.text ?? text.chart.unknown
    return data.series.length > 1 ? `${name} ${said}` : said
  })
  return `${placeText(data, index)}: ${values.join(', ')}`
}

/** A place in full, and that it is not over yet. */
export function placeText({ axis, isLastOpen }: ChartData, index: number): string {
  const value = axis.values[index]
  if (value === undefined) return text.chart.unknown
  const isOpen = isLastOpen === true && index === axis.values.length - 1
  return isOpen ? text.chart.soFar(axis.text(value)) : axis.text(value)
}
