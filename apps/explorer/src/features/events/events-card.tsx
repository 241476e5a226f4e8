import { csvUrl } from '../../api/indexer.ts'
import { useList } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { text } from '../../text/text.ts'
import { eventColumns, eventKey } from './event-columns.tsx'

const said = text.orchestrator.events

/** What happened to an account on chain. */
export function EventsCard({ address }: { address: string }) {
  const list = useList('/v1/events', { query: { account: address } })
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/events', { account: address })} />}>
      <PagedTable
        columns={eventColumns}
        {...{ list, label: said.label, empty: said.empty }}
        keyOf={eventKey}
        testId="event"
      />
    </Card>
  )
}
