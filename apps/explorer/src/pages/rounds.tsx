import { useMemo } from 'react'
import { csvUrl } from '../api/indexer.ts'
import { useList } from '../api/use-list.ts'
import { Card } from '../components/card.tsx'
import { CsvLink } from '../components/table/csv-link.tsx'
import { DataTable } from '../components/table/data-table.tsx'
import { roundColumns } from '../features/rounds/round-columns.tsx'
import { useToken } from '../network/use-token.ts'
import { text } from '../text/text.ts'

const said = text.rounds

/** All rounds that were begun, the newest first. */
export function RoundsPage() {
  const list = useList('/v1/rounds')
  const { symbol } = useToken()
  const columns = useMemo(() => roundColumns(symbol), [symbol])
  return (
    <Card title={said.title} level={1} aside={<CsvLink href={csvUrl('/v1/rounds')} />}>
      <DataTable
        {...{ columns, list }}
        label={said.label}
        empty={said.empty}
        keyOf={({ round }) => String(round)}
        testId="round-row"
      />
    </Card>
  )
}
