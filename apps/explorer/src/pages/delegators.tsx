import { useNavigate, useSearch } from '@tanstack/react-router'
import { csvUrl } from '../api/indexer.ts'
import { useAnswer } from '../api/use-answer.ts'
import { useList } from '../api/use-list.ts'
import { AddressField } from '../components/address-field.tsx'
import { Card } from '../components/card.tsx'
import { Field } from '../components/field.tsx'
import { Select } from '../components/select.tsx'
import { CsvLink } from '../components/table/csv-link.tsx'
import { DataTable } from '../components/table/data-table.tsx'
import { delegatorColumns } from '../features/delegators/columns.tsx'
import { delegatorStates, delegatorsSearchSchema } from '../features/delegators/search.ts'
import { formatCount } from '../format/amounts.ts'
import { useOnceNamed } from '../identity/use-profile.ts'
import { useToken } from '../network/use-token.ts'
import { text } from '../text/text.ts'

const said = text.delegators

/** All accounts that stake, or ever did. The address says what is shown, and in which order. */
export function DelegatorsPage() {
  const search = useSearch({ from: '/delegators' })
  const navigate = useNavigate({ from: '/delegators' })
  const change = (changed: object) =>
    void navigate({ search: { ...search, ...changed }, replace: true, resetScroll: false })
  const order = { sort: search.sort ?? 'stakeWei', order: search.order ?? 'desc' } as const
  const query = { address: search.address, state: search.state, ...order }
  const list = useList('/v1/delegators', { query })
  const rows = useOnceNamed(list.rows)
  const { data: network } = useAnswer('/v1/overview')
  const { symbol } = useToken()
  return (
    <Card
      level={1}
      title={network ? said.titleOf(formatCount(network.delegators)) : said.title}
      aside={<CsvLink href={csvUrl('/v1/delegators', query)} />}
    >
      <search
        aria-label={said.filters}
        className="mb-4 grid grid-cols-2 items-end gap-3 sm:grid-cols-[2fr_1fr_2fr]"
      >
        <AddressField
          label={said.search}
          value={search.address}
          onChange={(address) => change({ address })}
        />
        <Field label={said.state}>
          {(id) => (
            <Select
              id={id}
              className="w-full"
              value={search.state ?? ''}
              onChange={({ target }) => change({ state: target.value || undefined })}
            >
              <option value="">{said.anyState}</option>
              {delegatorStates.map((state) => (
                <option key={state} value={state}>
                  {said.states[state]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </search>
      <DataTable
        columns={delegatorColumns(symbol)}
        {...{ order, list: { ...list, rows }, label: said.label, empty: said.empty }}
        keyOf={({ address }) => address}
        onOrder={(chosen) => change(delegatorsSearchSchema.parse({ ...search, ...chosen }))}
        testId="delegator"
      />
    </Card>
  )
}
