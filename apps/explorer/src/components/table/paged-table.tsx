import { type ComponentProps, useState } from 'react'
import { formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { Button } from '../button.tsx'
import { DataTable } from './data-table.tsx'

type PagedTableProps<Row> = ComponentProps<typeof DataTable<Row>> & {
  /** Rows of a page. */
  readonly pageRows?: number
}

/** A table that stands among others: it is as long as a page of it, and its reader goes from page to page. */
export function PagedTable<Row>({ pageRows = 10, ...props }: PagedTableProps<Row>) {
  const { rows, hasMore = false, loadMore, isLoadingMore = false } = props.list
  const [wanted, setPage] = useState(0)
  const count = rows?.length ?? 0
  const page = Math.min(wanted, Math.max(0, Math.ceil(count / pageRows) - 1))
  const first = page * pageRows
  const shown = rows?.slice(first, first + pageRows)
  const isLast = first + pageRows >= count
  const next = () => {
    setPage(page + 1)
    // The one after it is on its way before it is asked for.
    if (first + 3 * pageRows > count) loadMore?.()
  }
  return (
    <>
      <DataTable {...props} skeletonRows={pageRows} list={{ rows: shown, problem: props.list.problem }} />
      {(count > pageRows || hasMore) && shown && (
        <nav
          aria-label={text.table.pagesOf(props.label)}
          className="mt-3 flex items-center justify-end gap-3"
        >
          <span className="text-soft" aria-live="polite">
            {text.table.rowsOf(
              `${formatCount(first + 1)}–${formatCount(first + shown.length)}`,
              `${formatCount(count)}${hasMore ? '+' : ''}`,
            )}
          </span>
          <Button onClick={() => setPage(page - 1)} disabled={page === 0}>
            {text.table.previous}
          </Button>
          <Button onClick={next} disabled={isLast && (!hasMore || isLoadingMore)}>
            {text.table.next}
          </Button>
        </nav>
      )}
    </>
  )
}
