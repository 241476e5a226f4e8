import { useNavigate, useSearch } from '@tanstack/react-router'
import { csvUrl } from '../api/indexer.ts'
import { useList } from '../api/use-list.ts'
import { Card } from '../components/card.tsx'
import { CsvLink } from '../components/table/csv-link.tsx'
import { DataTable } from '../components/table/data-table.tsx'
import { eventColumns, eventKey } from '../features/events/event-columns.tsx'
import { EventFilters } from '../features/events/event-filters.tsx'
import { queryOf } from '../features/events/filters.ts'
import { text } from '../text/text.ts'

const said = text.transactions

/** All that happened, in words; its filters are in the page's address. */
export function TransactionsPage() {
  const filters = useSearch({ from: '/transactions' })
  const navigate = useNavigate({ from: '/transactions' })
  const query = queryOf(filters)
  const list = useList('/v1/events', { query })
  return (
    <Card title={said.title} level={1} aside={<CsvLink href={csvUrl('/v1/events', query)} />}>
      <EventFilters filters={filters} onChange={(search) => void navigate({ search, replace: true })} />
      <DataTable
        label={said.label}
        columns={eventColumns}
        list={list}
        keyOf={eventKey}
        empty={said.empty}
        testId="event"
      />
    </Card>
  )
}
