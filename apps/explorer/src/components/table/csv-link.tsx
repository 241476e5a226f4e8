import { text } from '../../text/text.ts'

/** A way to all rows of a table. */
export function CsvLink({ href }: { href: string }) {
  return (
    <a href={href} download className="rounded underline hover:text-ink">
      {text.table.csv}
    </a>
  )
}
