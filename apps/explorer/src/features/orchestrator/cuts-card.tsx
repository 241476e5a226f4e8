import { useMemo } from 'react'
import type { RowOf } from '../../api/indexer.ts'
import { csvUrl } from '../../api/indexer.ts'
import type { List } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { formatCount, formatPpm } from '../../format/amounts.ts'
import { formatMoment } from '../../format/time.ts'
import { text } from '../../text/text.ts'
import { isFirstSetting } from '../../yield/first-setting.ts'
import { ChartPart } from './chart-part.tsx'
import { CutSpikeNotice } from './cut-spike-notice.tsx'
import { cutsChart } from './round-charts.ts'

const said = text.orchestrator.cuts
const million = 1_000_000
type Change = RowOf<'/v1/cut-changes'>

const ppm = (value: number) => formatPpm(BigInt(value))

const columns: readonly Column<Change>[] = [
  { id: 'time', header: said.columns.time, cell: ({ time }) => formatMoment(time) },
  { id: 'round', header: said.columns.round, cell: ({ round }) => formatCount(round), from: 'sm' },
  {
    ...{ id: 'rewardCut', header: said.columns.rewardCut, align: 'right' },
    cell: (change) => changeText(change, change.previousRewardCut, change.rewardCut),
  },
  {
    ...{ id: 'feeCut', header: said.columns.feeCut, align: 'right' },
    cell: (change) => changeText(change, million - change.previousFeeShare, million - change.feeShare),
  },
]

/** Who registers sets its cuts for the first time: before, there were none. */
function changeText(change: Change, from: number, to: number): string {
  return isFirstSetting(change) ? ppm(to) : said.change(ppm(from), ppm(to))
}

interface CutsCardProps {
  readonly address: string
  readonly changes: List<Change>
  /** Rounds that have begun, the youngest first. */
  readonly pools: readonly RowOf<'/v1/pools'>[] | undefined
  /** Time of the block that the answers are true for, in ms since the Unix epoch. */
  readonly nowMs: number | undefined
}

/** How an orchestrator's cuts came about, with a warning where one was raised at a stroke. */
export function CutsCard({ address, changes, pools, nowMs }: CutsCardProps) {
  const chart = useMemo(() => pools && cutsChart(pools), [pools])
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/cut-changes', { orchestrator: address })} />}>
      <CutSpikeNotice changes={changes.rows} nowMs={nowMs} />
      {changes.problem === undefined && pools?.length !== 0 && (
        <div className="mb-4">
          <ChartPart title={said.chart} data={chart} />
        </div>
      )}
      <PagedTable
        {...{ columns, list: changes, label: said.label, empty: said.empty }}
        keyOf={({ blockNumber, logIndex }) => `${blockNumber} ${logIndex}`}
        testId="cut-change"
      />
    </Card>
  )
}
