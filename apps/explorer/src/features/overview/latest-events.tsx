import { Link } from '@tanstack/react-router'
import { useList } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { text } from '../../text/text.ts'
import { eventColumns, eventKey } from '../events/event-columns.tsx'

const said = text.overview.latest
const shown = 10

/** The last things that happened. */
export function LatestEvents() {
  const { rows, problem } = useList('/v1/events', { query: { limit: shown } })
  return (
    <Card
      title={said.title}
      aside={
        <Link to="/transactions" className="rounded underline">
          {said.all}
        </Link>
      }
    >
      <DataTable
        label={said.label}
        columns={eventColumns}
        list={{ rows: rows?.slice(0, shown), problem }}
        keyOf={eventKey}
        testId="event"
        skeletonRows={shown}
      />
    </Card>
  )
}
