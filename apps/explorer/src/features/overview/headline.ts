import type { ChartData, ChartPoint } from '../../components/chart/chart-data.ts'
import { formatCount, formatPercent } from '../../format/amounts.ts'
import { formatDay, formatShortDay } from '../../format/time.ts'
import { text } from '../../text/text.ts'
import type { Measure } from './measures.ts'
import { changeOf, type Period, type Series } from './periods.ts'

const said = text.overview

/** What is said above a chart: a value, of when it is, and what it is to the one before. */
export interface Headline {
  readonly value: string
  readonly when: string
  readonly change: string
  readonly direction: 'up' | 'down' | 'none'
}

/** Of a sum the last period that is over against the one before it; of what stands, now against the last one's end. */
export function headlineOf(
  { facts, period }: Series,
  measure: Measure,
  symbol: string,
): Headline | undefined {
  const [now, before] = measure.kind === 'sum' ? [facts.at(-2), facts.at(-3)] : [facts.at(-1), facts.at(-2)]
  const point = now && measure.point(now, symbol)
  if (!now || !point) return undefined
  return {
    value: point.text,
    when: measure.kind === 'sum' ? headlineTimes[period](now.at) : said.headline.now,
    ...compare(point, before && measure.point(before, symbol), said.change[period]),
  }
}

const headlineTimes: Readonly<Record<Period, (at: number) => string>> = {
  day: (at) => said.headline.day(formatDay(at)),
  week: (at) => said.headline.week(formatShortDay(at)),
  round: (at) => said.headline.round(formatCount(at)),
}

function compare(
  now: ChartPoint,
  before: ChartPoint | null | undefined,
  than: string,
): Pick<Headline, 'change' | 'direction'> {
  const change = before ? changeOf(now.value, before.value) : undefined
  if (change === undefined) return { change: said.change.none, direction: 'none' }
  if (before?.exact === now.exact) return { change: said.change.same(than), direction: 'none' }
  const percent = formatPercent(Math.abs(change))
  return change > 0
    ? { change: said.change.more(percent, than), direction: 'up' }
    : { change: said.change.less(percent, than), direction: 'down' }
}

/** A measure through time as a chart. */
export function chartOf({ facts, period }: Series, measure: Measure, symbol: string): ChartData {
  return {
    axis: { name: said.axis[period], values: facts.map(({ at }) => at), ...axisTexts[period] },
    series: [
      {
        name: said.charts[measure.id].title,
        mark: measure.mark,
        points: facts.map((each) => measure.point(each, symbol)),
      },
    ],
    tick: measure.tick,
    isWhole: measure.isWhole ?? false,
    isLastOpen: true,
  }
}

const axisTexts: Readonly<Record<Period, Pick<ChartData['axis'], 'text' | 'tick'>>> = {
  day: { text: formatDay, tick: formatShortDay },
  week: { text: (at) => said.axis.weekOf(formatDay(at)), tick: formatShortDay },
  round: { text: (at) => said.axis.roundOf(formatCount(at)), tick: formatCount },
}
