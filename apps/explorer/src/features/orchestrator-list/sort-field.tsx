import { Field } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { text } from '../../text/text.ts'
import { type ListSearch, type SortName, sorts, usualOrder } from './search.ts'

const { filters: said, columns } = text.orchestrators

const names: Readonly<Record<SortName, string>> = {
  ...columns,
  price: said.priceOrder,
  stake: said.stakeOrder,
}

interface SortFieldProps {
  readonly search: ListSearch
  readonly onChange: (change: Partial<ListSearch>) => void
  readonly className?: string
}

/** The order, where there is no room for the heads of all columns. */
export function SortField({ search, onChange, className = '' }: SortFieldProps) {
  const { sort, order } = {
    ...usualOrder,
    ...(search.sort && { sort: search.sort }),
    ...(search.order && { order: search.order }),
  }
  return (
    <div className={`grid grid-cols-2 items-end gap-3 ${className}`}>
      <Field label={said.sort}>
        {(id) => (
          <Select
            id={id}
            className="w-full"
            value={sort}
            onChange={({ target }) => onChange({ sort: sorts.find((each) => each === target.value) })}
          >
            {sorts.map((each) => (
              <option key={each} value={each}>
                {names[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Select
        aria-label={said.order}
        className="w-full"
        value={order}
        onChange={({ target }) => onChange({ order: target.value === 'asc' ? 'asc' : 'desc' })}
      >
        <option value="desc">{said.descending}</option>
        <option value="asc">{said.ascending}</option>
      </Select>
    </div>
  )
}
