import type { ChartMark, ChartPoint } from '../../components/chart/chart-data.ts'
import {
  countPoint,
  etherPoint,
  minutesPoint,
  ratioPoint,
  tokenPoint,
} from '../../components/chart/points.ts'
import { formatCompact } from '../../format/amounts.ts'
import type { PeriodFacts } from './periods.ts'

/** Something that the overview follows through time. */
export interface Measure {
  readonly id:
    | 'fees'
    | 'usage'
    | 'participation'
    | 'inflation'
    | 'stake'
    | 'delegators'
    | 'orchestrators'
    | 'supply'
    | 'rewards'
  readonly mark: ChartMark
  /** A sum of the period, told of the last one that is over; or what stands, told as of now. */
  readonly kind: 'sum' | 'standing'
  readonly isWhole?: boolean
  /** @param symbol of the token */
  readonly point: (facts: PeriodFacts, symbol: string) => ChartPoint | null
  readonly tick: (value: number) => string
}

const percentTick = (ratio: number) => `${formatCompact(ratio * 100)} %`

/** In the order in which their charts stand. */
export const measures: readonly Measure[] = [
  {
    ...{ id: 'fees', mark: 'bar', kind: 'sum', tick: formatCompact },
    point: ({ feesWei }) => etherPoint(feesWei),
  },
  {
    ...{ id: 'usage', mark: 'bar', kind: 'sum', tick: formatCompact },
    point: ({ usageMinutes }) => minutesPoint(usageMinutes),
  },
  {
    ...{ id: 'rewards', mark: 'bar', kind: 'sum', tick: formatCompact },
    point: ({ rewardsWei }, symbol) => tokenPoint(rewardsWei, symbol),
  },
  {
    ...{ id: 'participation', mark: 'line', kind: 'standing', tick: percentTick },
    point: ({ participation }) => (participation === null ? null : ratioPoint(participation)),
  },
  {
    ...{ id: 'inflation', mark: 'line', kind: 'standing', tick: percentTick },
    point: ({ inflation }) => ratioPoint(Number(inflation) / 1e9),
  },
  {
    ...{ id: 'stake', mark: 'area', kind: 'standing', tick: formatCompact },
    point: ({ activeStakeWei }, symbol) => tokenPoint(activeStakeWei, symbol),
  },
  {
    ...{ id: 'supply', mark: 'line', kind: 'standing', tick: formatCompact },
    point: ({ supplyWei }, symbol) => tokenPoint(supplyWei, symbol),
  },
  {
    ...{ id: 'delegators', mark: 'line', kind: 'standing', tick: formatCompact, isWhole: true },
    point: ({ delegators }) => countPoint(delegators),
  },
  {
    ...{ id: 'orchestrators', mark: 'line', kind: 'standing', tick: formatCompact, isWhole: true },
    point: ({ orchestrators }) => countPoint(orchestrators),
  },
]
