import { useNavigate, useSearch } from '@tanstack/react-router'
import { csvUrl } from '../api/indexer.ts'
import { useList } from '../api/use-list.ts'
import { Card } from '../components/card.tsx'
import { CsvLink } from '../components/table/csv-link.tsx'
import { DataTable } from '../components/table/data-table.tsx'
import { gatewayColumns } from '../features/gateways/columns.tsx'
import { gatewaysSearchSchema } from '../features/gateways/search.ts'
import { useOnceNamed } from '../identity/use-profile.ts'
import { text } from '../text/text.ts'

const said = text.gateways

/** All accounts that pay for transcoding. */
export function GatewaysPage() {
  const search = useSearch({ from: '/gateways' })
  const navigate = useNavigate({ from: '/gateways' })
  const order = { sort: search.sort ?? 'fees90DaysWei', order: search.order ?? 'desc' } as const
  const list = useList('/v1/gateways', { query: order })
  const rows = useOnceNamed(list.rows)
  return (
    <Card level={1} title={said.title} aside={<CsvLink href={csvUrl('/v1/gateways', order)} />}>
      <DataTable
        columns={gatewayColumns}
        {...{ order, list: { ...list, rows }, label: said.label, empty: said.empty }}
        keyOf={({ address }) => address}
        onOrder={(chosen) =>
          void navigate({ search: gatewaysSearchSchema.parse(chosen), replace: true, resetScroll: false })
        }
        testId="gateway"
      />
    </Card>
  )
}
