import { csvUrl, type RowOf } from '../../api/indexer.ts'
import { useList } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { formatMoment } from '../../format/time.ts'
import { text } from '../../text/text.ts'

const said = text.orchestrator.events
type Event = RowOf<'/v1/events'>

const columns: readonly Column<Event>[] = [
  { id: 'time', header: said.columns.time, cell: ({ time }) => formatMoment(time) },
  { id: 'name', header: said.columns.name, cell: ({ name }) => name },
  { id: 'contract', header: said.columns.contract, cell: ({ contract }) => contract, from: 'md' },
  {
    ...{ id: 'tx', header: said.columns.tx, align: 'right', from: 'sm' },
    cell: ({ txHash }) => <span title={txHash}>{`${txHash.slice(0, 10)}…`}</span>,
  },
]

/** What happened to an orchestrator on chain. */
export function EventsCard({ address }: { address: string }) {
  const list = useList('/v1/events', { query: { account: address } })
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/events', { account: address })} />}>
      <PagedTable
        {...{ columns, list, label: said.label, empty: said.empty }}
        keyOf={({ blockNumber, logIndex }) => `${blockNumber} ${logIndex}`}
        testId="event"
      />
    </Card>
  )
}
