import { useMemo } from 'react'
import { csvUrl, type RowOf } from '../../api/indexer.ts'
import { useList } from '../../api/use-list.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { formatAmount, formatPpm, formatShare } from '../../format/amounts.ts'
import { useToken } from '../../network/use-token.ts'
import { text } from '../../text/text.ts'
import { OrchestratorLink } from '../orchestrator/orchestrator-link.tsx'

type Pool = RowOf<'/v1/pools'>

const { pools: said } = text.rounds

interface PoolsCardProps {
  readonly round: number
  readonly totalActiveStakeWei: bigint | undefined
  readonly isCurrent: boolean
}

/** The active set of a round by stake, with what each earned and whether it called reward. */
export function PoolsCard({ round, totalActiveStakeWei = 0n, isCurrent }: PoolsCardProps) {
  const query = { round: String(round), limit: 500 }
  const list = useList('/v1/pools', { query })
  const { symbol } = useToken()
  const rows = useMemo(() => list.rows?.filter(isActive).toSorted(byStake), [list.rows])
  const columns = useMemo(
    () => poolColumns({ symbol, totalActiveStakeWei, isCurrent }),
    [symbol, totalActiveStakeWei, isCurrent],
  )
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/pools', { round })} />}>
      <DataTable
        columns={columns}
        list={{ ...list, rows }}
        label={said.label}
        empty={said.empty}
        keyOf={({ orchestrator }) => orchestrator}
        testId="pool-row"
      />
    </Card>
  )
}

const isActive = ({ activeStakeWei }: Pool) => activeStakeWei !== null

function byStake({ activeStakeWei: a }: Pool, { activeStakeWei: b }: Pool): number {
  const [left, right] = [a ?? 0n, b ?? 0n]
  return left === right ? 0 : left > right ? -1 : 1
}

interface ColumnFacts {
  readonly symbol: string
  readonly totalActiveStakeWei: bigint
  readonly isCurrent: boolean
}

function poolColumns({ symbol, totalActiveStakeWei, isCurrent }: ColumnFacts): readonly Column<Pool>[] {
  const { columns: names } = said
  const inTokens = (name: string) => `${name} ${symbol}`
  return [
    {
      id: 'orchestrator',
      header: names.orchestrator,
      cell: ({ orchestrator }) => <OrchestratorLink address={orchestrator} />,
    },
    {
      id: 'stake',
      header: inTokens(names.stake),
      cell: ({ activeStakeWei }) => formatAmount(activeStakeWei ?? 0n, 0),
      align: 'right',
    },
    {
      id: 'share',
      header: names.share,
      cell: ({ activeStakeWei }) => formatShare(activeStakeWei ?? 0n, totalActiveStakeWei) ?? '–',
      align: 'right',
      from: 'md',
    },
    {
      id: 'rewardCut',
      header: names.rewardCut,
      cell: ({ rewardCut }) => formatPpm(BigInt(rewardCut)),
      align: 'right',
      from: 'lg',
    },
    {
      id: 'feeShare',
      header: names.feeShare,
      cell: ({ feeShare }) => formatPpm(BigInt(feeShare)),
      align: 'right',
      from: 'lg',
    },
    {
      id: 'rewards',
      header: inTokens(names.rewards),
      cell: ({ rewardsWei }) => formatAmount(rewardsWei, 2),
      align: 'right',
      from: 'sm',
    },
    {
      id: 'fees',
      header: `${names.fees} ETH`,
      cell: ({ feesWei }) => formatAmount(feesWei),
      align: 'right',
      from: 'sm',
    },
    {
      id: 'call',
      header: names.call,
      cell: ({ rewardBlock }) => <CallBadge isCalled={rewardBlock !== null} isCurrent={isCurrent} />,
      align: 'right',
    },
  ]
}

function CallBadge({ isCalled, isCurrent }: { isCalled: boolean; isCurrent: boolean }) {
  if (isCalled) return <Badge tone="good">{said.called}</Badge>
  return isCurrent ? <Badge tone="quiet">{said.open}</Badge> : <Badge tone="bad">{said.missed}</Badge>
}
