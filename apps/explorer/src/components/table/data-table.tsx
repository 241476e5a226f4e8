import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { List } from '../../api/use-list.ts'
import { text } from '../../text/text.ts'
import { Notice } from '../notice.tsx'
import { type Column, cellClass, type Order } from './column.ts'
import { HeaderCell } from './header-cell.tsx'
import { SkeletonRows } from './skeleton-rows.tsx'

interface DataTableProps<Row> {
  /** What the table lists, for who cannot see it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly list: Pick<List<Row>, 'rows' | 'problem'> & Partial<List<Row>>
  readonly keyOf: (row: Row) => string
  readonly order?: Order
  readonly onOrder?: (order: Order) => void
  /** Said when there are no rows. */
  readonly empty?: { readonly title: string; readonly text?: string }
  /** Rows that are told apart, e.g. one's own. */
  readonly isMarked?: (row: Row) => boolean
  readonly testId?: string
  /** Rows that stand in for data that is on its way. */
  readonly skeletonRows?: number
}

const rowPx = 44
const rowsBeyond = 12

/**
 * A table of any length: only rows in sight are drawn, and more are asked for as its end comes near. While it waits, is
 * empty or cannot be had, it says so in its place.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { list, columns, label, order, onOrder, empty, skeletonRows = 8 } = props
  const { rows, problem } = list
  if (problem !== undefined)
    return <Notice tone="error" title={text.table.failed} text={text.table.again(problem)} />
  if (rows?.length === 0)
    return <Notice tone="empty" title={empty?.title ?? text.table.empty} text={empty?.text} />
  return (
    <table
      aria-label={label}
      aria-busy={rows === undefined}
      aria-rowcount={rows === undefined || list.hasMore ? -1 : rows.length + 1}
      className="w-full border-collapse"
    >
      <thead>
        <tr className="border-b border-line">
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} order={order} onOrder={onOrder} />
          ))}
        </tr>
      </thead>
      {rows === undefined ? (
        <SkeletonRows columns={columns} rows={skeletonRows} height={rowPx} />
      ) : (
        <VirtualRows {...props} rows={rows} />
      )}
    </table>
  )
}

function VirtualRows<Row>({
  columns,
  list,
  rows,
  keyOf,
  isMarked,
  testId,
}: DataTableProps<Row> & { readonly rows: readonly Row[] }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const place = usePlace(body)
  const scrollMargin = place ?? 0
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowPx,
    overscan: rowsBeyond,
    scrollMargin,
    // Before its place is known, none of its rows is known to be in sight.
    enabled: place !== undefined,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const isAtEnd = last !== undefined && last.index >= rows.length - rowsBeyond
  const { hasMore = false, loadMore } = list
  useEffect(() => {
    if (isAtEnd && hasMore) loadMore?.()
  }, [isAtEnd, hasMore, loadMore])
  return (
    <tbody ref={body}>
      <Spacer height={first ? first.start - scrollMargin : 0} />
      {items.map(({ index }) => {
        const row = rows[index]
        return row === undefined ? null : (
          <tr
            key={keyOf(row)}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-rowindex={index + 2}
            data-testid={testId}
            style={{ height: rowPx }}
            className={`border-b border-line/60 ${isMarked?.(row) ? 'bg-brand/10' : 'hover:bg-sunken'}`}
          >
            {columns.map((column) => (
              <td key={column.id} className={`px-2 py-1.5 first:pl-0 last:pr-0 ${cellClass(column)}`}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        )
      })}
      <Spacer height={last ? virtualizer.getTotalSize() - (last.end - scrollMargin) : 0} />
    </tbody>
  )
}

/** Takes the place of rows that are not in sight. */
function Spacer({ height }: { height: number }) {
  return height <= 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: no row of these tables takes the focus
    <tr aria-hidden="true">
      <td style={{ height, padding: 0 }} />
    </tr>
  )
}

/** How far down the page an element begins; undefined until it is there. */
function usePlace(element: React.RefObject<HTMLElement | null>): number | undefined {
  const [top, setTop] = useState<number>()
  useLayoutEffect(() => {
    const measure = () =>
      setTop(Math.round((element.current?.getBoundingClientRect().top ?? 0) + window.scrollY))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [element])
  return top
}
