import { csvUrl, type RowOf } from '../../api/indexer.ts'
import { useList } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { formatAmount, formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'

const said = text.orchestrator.missed
const million = 1_000_000n
type Pool = RowOf<'/v1/pools'>

function columnsOf(symbol: string): readonly Column<Pool>[] {
  return [
    { id: 'round', header: said.columns.round, cell: ({ round }) => formatCount(round) },
    {
      ...{ id: 'cost', header: said.columns.cost(symbol), align: 'right' },
      cell: ({ missedRewardsWei }) => formatAmount(missedRewardsWei ?? 0n, 3),
    },
    {
      ...{
        id: 'delegators',
        header: said.columns.delegators(symbol),
        hint: said.delegatorsHint,
        align: 'right',
      },
      cell: (pool) => formatAmount(delegatorsPart(pool), 3),
    },
  ]
}

/** What delegators would have got of a reward that was not called. */
function delegatorsPart({ missedRewardsWei, rewardCut }: Pool): bigint {
  return ((missedRewardsWei ?? 0n) * (million - BigInt(rewardCut))) / million
}

/** Reward calls that never came: what nobody was paid. */
export function MissedCard({ address, symbol }: { address: string; symbol: string }) {
  const query = { orchestrator: address, missedRewardsWeiMin: '1' }
  const list = useList('/v1/pools', { query })
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/pools', query)} />}>
      <PagedTable
        columns={columnsOf(symbol)}
        {...{ list, label: said.label, empty: said.empty }}
        keyOf={({ round }) => String(round)}
        testId="missed-call"
      />
    </Card>
  )
}
