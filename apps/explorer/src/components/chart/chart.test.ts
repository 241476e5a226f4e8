import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chartCsv } from './chart-csv.ts'
import type { ChartData, ChartMark, ChartPoint } from './chart-data.ts'
import { chartScales, labelWidth, placeTicks, valueDomain, valueTicks } from './chart-scales.ts'
import { readingText } from './reading-text.ts'
import { placeAfter } from './use-reading.ts'

const point = (value: number): ChartPoint => ({ value, text: `${value} ETH`, exact: String(value) })

function chart(mark: ChartMark, ...rows: readonly (readonly (number | null)[])[]): ChartData {
  const values = rows[0]?.map((_, index) => index) ?? []
  return {
    axis: { name: 'Round', values, text: (round) => `Round ${round}`, tick: String },
    series: rows.map((row, index) => ({
      name: `Series ${index}`,
      mark,
      points: row.map((value) => (value === null ? null : point(value))),
    })),
    tick: (value) => String(Number(value.toPrecision(6))),
  }
}

const size = { width: 300, height: 150 }

test('everything is drawn inside, whatever the values are', () => {
  const value = fc.option(fc.double({ min: -1e27, max: 1e27, noNaN: true }), { nil: null })
  const mark = fc.constantFrom<ChartMark[]>('line', 'step', 'area', 'bar')
  fc.assert(
    fc.property(mark, fc.array(value, { minLength: 1, maxLength: 40 }), (drawn, row) => {
      const data = chart(drawn, row)
      const { x, y, nearest } = chartScales(data, size)
      row.forEach((each, index) => {
        expect(x(index)).toBeGreaterThanOrEqual(0)
        expect(x(index)).toBeLessThanOrEqual(size.width)
        expect(nearest(x(index))).toBe(index)
        if (each === null) return
        expect(y(each)).toBeGreaterThanOrEqual(0)
        expect(y(each)).toBeLessThanOrEqual(size.height)
      })
    }),
  )
})

test('bars stand on zero and on one another, lines need not', () => {
  expect(valueDomain(chart('bar', [3, 4], [5, 6]))).toEqual([0, 10])
  expect(valueDomain(chart('line', [103, 104]))).toEqual([103, 104])
  expect(valueDomain({ ...chart('line', [103, 104]), fromZero: true })[0]).toBe(0)
})

test('a value that never changes has a scale, and so has nothing', () => {
  expect(valueDomain(chart('line', [50, 50]))).toEqual([45, 55])
  expect(valueDomain(chart('bar', [0, 0]))).toEqual([0, 1])
  expect(valueDomain(chart('line', [null, null]))).toEqual([0, 1])
})

test('no two labels say the same, and counts have no halves', () => {
  const data = { ...chart('line', [0, 1, 2]), isWhole: true, tick: (value: number) => value.toFixed(0) }
  const labels = valueTicks(data, chartScales(data, size), size.height).map(({ label }) => label)
  expect(labels).toEqual(['0', '1', '2'])
})

test('labels below never run into one another, and the newest place has one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 60, max: 1_200 }), (count, width) => {
      const data = chart(
        'bar',
        Array.from({ length: count }, (_, index) => index),
      )
      const ticks = placeTicks(data, chartScales(data, { ...size, width }), width)
      expect(ticks.at(-1)?.label).toBe(String(count - 1))
      ticks.slice(1).forEach(({ at, label }, index) => {
        expect(at - (ticks[index]?.at ?? 0)).toBeGreaterThan(labelWidth(label))
      })
    }),
  )
})

test('keys lead from place to place and never beyond the ends', () => {
  expect(placeAfter('ArrowLeft', 0, 5)).toBe(0)
  expect(placeAfter('ArrowRight', 3, 5)).toBe(4)
  expect(placeAfter('End', 0, 5)).toBe(4)
  expect(placeAfter('Home', 4, 5)).toBe(0)
  expect(placeAfter('PageUp', 0, 5)).toBe(4)
  expect(placeAfter('a', 0, 5)).toBeUndefined()
})

test('a place is read with all its series, and what is unknown is no zero', () => {
  const data = chart('line', [1, 2], [3, null])
  expect(readingText(data, 1)).toBe('Round 1: Series 0 2 ETH, Series 1 nothing known')
  expect(readingText({ ...chart('bar', [1, 2]), isLastOpen: true }, 1)).toBe('Round 1, so far: 2 ETH')
})

test('a spreadsheet gets exact values, and nothing for what is unknown', () => {
  expect(chartCsv(chart('line', [1, null], [3, 4]))).toBe(
    'Round,Series 0,Series 1\r\nRound 0,1,3\r\nRound 1,,4\r\n',
  )
  const odd = { ...chart('line', [1]), axis: { ...chart('line', [1]).axis, name: 'a "b", c' } }
  expect(chartCsv(odd)).toContain('"a ""b"", c",')
})

test('the colours of series stand out from a card, in light and dark', () => {
  const css = readFileSync(new URL('../../app.css', import.meta.url), 'utf8')
  const colorsOf = (name: string) => {
    const [, light = '', dark = ''] =
      new RegExp(`${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css) ?? []
    return [light, dark] as const
  }
  const card = colorsOf('--color-card')
  for (const index of [1, 2, 3, 4])
    colorsOf(`--series-${index}`).forEach((color, theme) => {
      expect(contrast(color, card[theme] ?? ''), `${index} ${color}`).toBeGreaterThanOrEqual(3)
    })
})

/** As WCAG computes it. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
