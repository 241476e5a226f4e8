import type { RowOf } from '../../api/indexer.ts'
import type { List } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
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

interface MissedCardProps {
  readonly pools: Pick<List<Pool>, 'rows' | 'problem'>
  readonly symbol: string
}

/** Reward calls that never came: what nobody was paid. */
export function MissedCard({ pools: { rows, problem }, symbol }: MissedCardProps) {
  const missed = rows?.filter(({ missedRewardsWei }) => missedRewardsWei !== null)
  return (
    <Card title={said.title}>
      <PagedTable
        columns={columnsOf(symbol)}
        list={{ rows: missed, problem }}
        {...{ label: said.label, empty: said.empty }}
        keyOf={({ round }) => String(round)}
        testId="missed-call"
      />
    </Card>
  )
}
