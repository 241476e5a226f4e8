/** One value: a number to draw, and what is said of it. */
export interface ChartPoint {
  readonly value: number
  /** For people, with its unit. */
  readonly text: string
  /** For spreadsheets: exact, without unit. */
  readonly exact: string
}

export type ChartMark = 'line' | 'step' | 'area' | 'bar'

export interface ChartSeries {
  readonly name: string
  /** Bars of several series stand on one another. */
  readonly mark: ChartMark
  /** One for each place of the axis; null where nothing is known, which is not zero. */
  readonly points: readonly (ChartPoint | null)[]
}

interface ChartAxis {
  readonly name: string
  /** Rising. */
  readonly values: readonly number[]
  /** In full, for the tooltip and the table. */
  readonly text: (value: number) => string
  /** Short, for the axis. */
  readonly tick: (value: number) => string
}

/** What a chart shows; all series have a point for each value of the axis. */
export interface ChartData {
  readonly axis: ChartAxis
  readonly series: readonly ChartSeries[]
  /** A mark on the scale of values. */
  readonly tick: (value: number) => string
  /** Values are counts: no mark between two whole numbers. */
  readonly isWhole?: boolean
  /** Lines begin at zero too; bars and areas always do. */
  readonly fromZero?: boolean
  /** The last place of the axis is not over yet: drawn so, and said so. */
  readonly isLastOpen?: boolean
}

/** Whether there is anything to draw. */
export function hasPoints({ series }: ChartData): boolean {
  return series.some(({ points }) => points.some((point) => point !== null))
}
