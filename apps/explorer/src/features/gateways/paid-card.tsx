import { useMemo } from 'react'
import { csvUrl } from '../../api/indexer.ts'
import { useAll } from '../../api/use-all.ts'
import { useLive } from '../../api/use-live.ts'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { formatAmount, formatCount, formatShare } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { OrchestratorLink } from '../orchestrator/orchestrator-link.tsx'
import { type Paid, paidByOrchestrator } from './paid.ts'

const said = text.gateways.paid
const right = { align: 'right' } as const

function columnsOf(totalWei: bigint): readonly Column<Paid>[] {
  const names = said.columns
  return [
    {
      ...{ id: 'orchestrator', header: names.orchestrator },
      cell: ({ orchestrator }) => <OrchestratorLink address={orchestrator} />,
    },
    {
      ...{ id: 'fees90', header: names.fees90, ...right, from: 'md' },
      cell: ({ fees90DaysWei }) => formatAmount(fees90DaysWei, 4),
    },
    { id: 'fees', header: names.fees, ...right, cell: ({ feesWei }) => formatAmount(feesWei, 4) },
    {
      ...{ id: 'part', header: names.part, ...right },
      cell: ({ feesWei }) => formatShare(feesWei, totalWei) ?? '–',
    },
    {
      ...{ id: 'tickets', header: names.tickets, ...right, from: 'md' },
      cell: ({ winningTickets }) => formatCount(winningTickets),
    },
    {
      ...{ id: 'last', header: names.last, ...right, from: 'sm' },
      cell: ({ lastRound }) => formatCount(lastRound),
    },
  ]
}

/** Which orchestrators a gateway paid. */
export function PaidCard({ address }: { address: string }) {
  const query = { gateway: address }
  const { rows, problem } = useAll('/v1/payments', { query })
  const nowMs = useLive().position?.time
  const paid = useMemo(
    () => (rows && nowMs !== undefined ? paidByOrchestrator(rows, nowMs) : undefined),
    [rows, nowMs],
  )
  const totalWei = paid?.reduce((sum, { feesWei }) => sum + feesWei, 0n) ?? 0n
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/payments', query)} />}>
      <PagedTable
        columns={columnsOf(totalWei)}
        list={{ rows: paid, problem }}
        {...{ label: said.label, empty: said.empty }}
        keyOf={({ orchestrator }) => orchestrator}
        isMarked={({ orchestrator }) => orchestrator === address}
        testId="paid"
      />
    </Card>
  )
}
