import { useState } from 'react'
import { csvUrl } from '../../api/indexer.ts'
import { useList } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import type { Order } from '../../components/table/column.ts'
import { CsvLink } from '../../components/table/csv-link.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { text } from '../../text/text.ts'
import { delegatorColumns } from '../delegators/columns.tsx'

const said = text.orchestrator.delegators

/** Who delegates to an orchestrator. */
export function DelegatorsCard({ address, symbol }: { address: string; symbol: string }) {
  const [order, setOrder] = useState<Order>({ sort: 'stakeWei', order: 'desc' })
  const query = { delegate: address, ...order }
  const list = useList('/v1/delegators', { query })
  return (
    <Card title={said.title} aside={<CsvLink href={csvUrl('/v1/delegators', query)} />}>
      <PagedTable
        columns={delegatorColumns(symbol).filter(({ id }) => id !== 'delegate')}
        {...{ list, order, label: said.label, empty: said.empty }}
        keyOf={(row) => row.address}
        isMarked={(row) => row.address === address}
        onOrder={setOrder}
        testId="delegator"
      />
    </Card>
  )
}
