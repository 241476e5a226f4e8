import { text } from '../../text/text.ts'
import { type Column, cellClass, type Order } from './column.ts'

interface HeaderCellProps<Row> {
  readonly column: Column<Row>
  readonly order: Order | undefined
  readonly onOrder: ((order: Order) => void) | undefined
}

/** The head of a column; a button where the table can be sorted by it. */
export function HeaderCell<Row>({ column, order, onOrder }: HeaderCellProps<Row>) {
  const { header, hint, sort, firstOrder = 'desc' } = column
  const current = order && order.sort === sort ? order.order : undefined
  const next = current === undefined ? firstOrder : current === 'asc' ? 'desc' : 'asc'
  return (
    <th
      scope="col"
      title={hint}
      aria-sort={current === undefined ? undefined : current === 'asc' ? 'ascending' : 'descending'}
      className={`px-2 py-2 text-xs font-medium whitespace-nowrap text-soft first:pl-0 last:pr-0 ${cellClass(column)}`}
    >
      {sort === undefined || !onOrder ? (
        header
      ) : (
        <button
          type="button"
          onClick={() => onOrder({ sort, order: next })}
          aria-label={text.table.sortBy(header)}
          className="inline-flex min-h-6 items-center gap-1 rounded hover:text-ink"
        >
          {header}
          <span aria-hidden="true" className={current === undefined ? 'opacity-30' : 'text-brand'}>
            {current === 'asc' ? '▲' : '▼'}
          </span>
        </button>
      )}
    </th>
  )
}
