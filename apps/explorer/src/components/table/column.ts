import type { ReactNode } from 'react'

/** A column of a table. */
export interface Column<Row> {
  readonly id: string
  readonly header: string
  /** What its values mean, for who points at the header. */
  readonly hint?: string
  readonly cell: (row: Row) => ReactNode
  /** Numbers stand at the right. */
  readonly align?: 'right'
  /** Name of the order by this column; without it the table cannot be sorted by it. */
  readonly sort?: string
  /** Direction of the first click; descending if not said. */
  readonly firstOrder?: 'asc' | 'desc'
  /** Shown from this width of the window on; always if not said. */
  readonly from?: 'sm' | 'md' | 'lg' | 'xl'
}

export interface Order {
  readonly sort: string
  readonly order: 'asc' | 'desc'
}

const widths = {
  sm: 'hidden sm:table-cell',
  md: 'hidden md:table-cell',
  lg: 'hidden lg:table-cell',
  xl: 'hidden xl:table-cell',
}

export function cellClass<Row>({ align, from }: Column<Row>): string {
  return `${align === 'right' ? 'text-right' : 'text-left'} ${from === undefined ? '' : widths[from]}`
}
