import { csvUrl, type RowOf } from '../../api/indexer.ts'
import { useList } from '../../api/use-list.ts'
import { AccountLink } from '../../components/account-link.tsx'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { formatAmount, formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { OrchestratorLink } from '../orchestrator/orchestrator-link.tsx'

type Payment = RowOf<'/v1/payments'>

const { payments: said } = text.rounds
const { columns: names } = said

const columns: readonly Column<Payment>[] = [
  { id: 'gateway', header: names.gateway, cell: ({ gateway }) => <AccountLink address={gateway} /> },
  {
    id: 'orchestrator',
    header: names.orchestrator,
    cell: ({ orchestrator }) => <OrchestratorLink address={orchestrator} />,
  },
  {
    id: 'fees',
    header: `${names.fees} ETH`,
    cell: ({ feesWei }) => formatAmount(feesWei, 6),
    align: 'right',
  },
  {
    id: 'tickets',
    header: names.tickets,
    cell: ({ winningTickets }) => formatCount(winningTickets),
    align: 'right',
    from: 'sm',
  },
]

/** Who paid whom in a round. */
export function PaymentsCard({ round }: { round: number }) {
  const list = useList('/v1/payments', { query: { round: String(round) } })
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/payments', { round })} />}>
      <DataTable
        {...{ columns, list }}
        label={said.label}
        empty={said.empty}
        keyOf={({ gateway, orchestrator }) => `${gateway} ${orchestrator}`}
        testId="payment-row"
      />
    </Card>
  )
}
