import type { ChartData } from './chart-data.ts'

/** What a chart shows, for a spreadsheet (RFC 4180): exact values, the oldest first, nothing where nothing is known. */
export function chartCsv({ axis, series }: ChartData): string {
  const rows = axis.values.map((value, index) => [
    axis.text(value),
    ...series.map(({ points }) => points[index]?.exact ?? ''),
  ])
  return [[axis.name, ...series.map(({ name }) => name)], ...rows].map(csvLine).join('')
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Has the browser save a text as a file. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
