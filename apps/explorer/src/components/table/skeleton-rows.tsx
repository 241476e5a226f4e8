import { type Column, cellClass } from './column.ts'

interface SkeletonRowsProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly rows: number
  /** Of a row, in CSS pixels. */
  readonly height: number
}

/** Rows that stand where data will be, as high as they will be. */
export function SkeletonRows<Row>({ columns, rows, height }: SkeletonRowsProps<Row>) {
  return (
    <tbody aria-hidden="true" data-testid="skeleton">
      {Array.from({ length: rows }, (_, index) => index).map((index) => (
        <tr key={index} style={{ height }} className="border-b border-line/60">
          {columns.map((column) => (
            <td key={column.id} className={`px-2 first:pl-0 last:pr-0 ${cellClass(column)}`}>
              <span className="pulse inline-block h-3 w-3/4 max-w-24 rounded bg-line" />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
