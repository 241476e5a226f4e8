import { useMemo } from 'react'
import { csvUrl, type RowOf } from '../../api/indexer.ts'
import type { List } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { formatAmount, formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { ChartPart } from './chart-part.tsx'
import { feesChart, rewardsChart } from './round-charts.ts'

const said = text.orchestrator.rounds
type Pool = RowOf<'/v1/pools'>

function columnsOf(symbol: string): readonly Column<Pool>[] {
  const names = said.columns
  const right = { align: 'right' } as const
  return [
    { id: 'round', header: names.round, cell: ({ round }) => formatCount(round) },
    {
      ...{ id: 'stake', header: names.stake(symbol), ...right, from: 'md' },
      cell: ({ activeStakeWei }) => (activeStakeWei === null ? '–' : formatAmount(activeStakeWei, 0)),
    },
    {
      ...{ id: 'rewards', header: names.rewards(symbol), ...right },
      cell: ({ rewardsWei }) => formatAmount(rewardsWei, 3),
    },
    {
      ...{ id: 'rewardsKept', header: names.kept, hint: said.keptHint, ...right, from: 'lg' },
      cell: ({ ownRewardsWei }) => formatAmount(ownRewardsWei, 3),
    },
    { id: 'fees', header: names.fees, ...right, cell: ({ feesWei }) => formatAmount(feesWei, 4) },
    {
      ...{ id: 'feesKept', header: names.feesKept, hint: said.keptHint, ...right, from: 'lg' },
      cell: ({ ownFeesWei }) => formatAmount(ownFeesWei, 4),
    },
    {
      id: 'call',
      header: names.call,
      ...right,
      cell: (pool) => <Call pool={pool} symbol={symbol} />,
      from: 'sm',
    },
  ]
}

/** Whether reward was called in a round, and what it cost if not. */
function Call({
  pool: { rewardBlock, missedRewardsWei, activeStakeWei },
  symbol,
}: {
  pool: Pool
  symbol: string
}) {
  if (rewardBlock !== null) return said.called
  if (activeStakeWei === null) return <span className="text-soft">{said.outside}</span>
  if (missedRewardsWei === null) return <span className="text-soft">{said.due}</span>
  return <span className="text-bad">{said.missedFor(formatAmount(missedRewardsWei, 2), symbol)}</span>
}

interface RoundsCardProps {
  readonly address: string
  /** Rounds that have begun, the youngest first. */
  readonly pools: List<Pool>
  readonly symbol: string
}

/** What an orchestrator earned, round by round. */
export function RoundsCard({ address, pools, symbol }: RoundsCardProps) {
  const { rows, problem } = pools
  const rewards = useMemo(() => rows && rewardsChart(rows, symbol), [rows, symbol])
  const fees = useMemo(() => rows && feesChart(rows), [rows])
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/pools', { orchestrator: address })} />}>
      {problem === undefined && rows?.length !== 0 && (
        <div className="mb-4 grid gap-6 lg:grid-cols-2">
          <ChartPart title={said.rewardsChart(symbol)} data={rewards} />
          <ChartPart title={said.feesChart} data={fees} />
        </div>
      )}
      <PagedTable
        columns={columnsOf(symbol)}
        {...{ list: pools, label: said.label, empty: said.empty }}
        keyOf={({ round }) => String(round)}
        isMarked={({ missedRewardsWei }) => missedRewardsWei !== null}
        testId="pool"
      />
    </Card>
  )
}
