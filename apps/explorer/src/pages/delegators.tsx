import { useState } from 'react'
import { csvUrl, type RowOf } from '../api/indexer.ts'
import { useAnswer } from '../api/use-answer.ts'
import { useList } from '../api/use-list.ts'
import { AddressText } from '../components/address.tsx'
import { Card } from '../components/card.tsx'
import type { Column, Order } from '../components/table/column.ts'
import { CsvLink } from '../components/table/csv-link.tsx'
import { DataTable } from '../components/table/data-table.tsx'
import { formatAmount, formatCount } from '../format/amounts.ts'
import { text } from '../text/text.ts'

type Delegator = RowOf<'/v1/delegators'>

const { columns: names, ...said } = text.delegators

const columns: readonly Column<Delegator>[] = [
  { id: 'address', header: names.address, cell: ({ address }) => <AddressText address={address} /> },
  { id: 'state', header: names.state, cell: ({ state }) => state, from: 'sm' },
  {
    id: 'stake',
    header: names.stake,
    cell: ({ stakeWei }) => formatAmount(stakeWei, 2),
    align: 'right',
    sort: 'stakeWei',
  },
  {
    id: 'delegate',
    header: names.delegate,
    cell: ({ delegate }) => (delegate === null ? '–' : <AddressText address={delegate} />),
    from: 'md',
  },
  {
    id: 'fees',
    header: names.fees,
    cell: ({ pendingFeesWei }) => `${formatAmount(pendingFeesWei, 4)} ETH`,
    align: 'right',
    from: 'sm',
  },
]

/** All accounts that stake. */
export function DelegatorsPage() {
  const [order, setOrder] = useState<Order>({ sort: 'stakeWei', order: 'desc' })
  const list = useList('/v1/delegators', { query: order })
  const { data: network } = useAnswer('/v1/overview')
  const title = network ? said.titleOf(formatCount(network.delegators)) : said.title
  return (
    <Card title={title} level={1} aside={<CsvLink href={csvUrl('/v1/delegators', order)} />}>
      <DataTable
        {...{ columns, list, order }}
        label={said.label}
        empty={said.empty}
        keyOf={({ address }) => address}
        onOrder={setOrder}
        testId="delegator"
      />
    </Card>
  )
}
