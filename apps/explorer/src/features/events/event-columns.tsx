import { Link } from '@tanstack/react-router'
import type { RowOf } from '../../api/indexer.ts'
import type { Column } from '../../components/table/column.ts'
import { formatAge, formatMoment } from '../../format/time.ts'
import { text } from '../../text/text.ts'
import { EventSentence } from './event-sentence.tsx'
import type { DecodedEvent } from './sentence.ts'

export type EventRow = RowOf<'/v1/events'>

const { columns: names } = text.transactions

/** An event as the sentences need it. */
export function decodedOf({ contract, name, args }: EventRow): DecodedEvent {
  return { contract, name, args: (args ?? {}) as DecodedEvent['args'] }
}

export function eventKey({ blockNumber, logIndex }: EventRow): string {
  return `${blockNumber} ${logIndex}`
}

export const eventColumns: readonly Column<EventRow>[] = [
  {
    id: 'event',
    header: names.event,
    cell: (row) => (
      <>
        <EventSentence event={decodedOf(row)} />
        <span className="block text-xs text-soft sm:hidden">
          <Age at={row.time} /> · <TransactionLink hash={row.txHash} />
        </span>
      </>
    ),
  },
  {
    id: 'contract',
    header: names.contract,
    cell: ({ contract }) => <span className="text-soft">{text.events.contracts[contract] ?? contract}</span>,
    from: 'lg',
  },
  {
    id: 'round',
    header: names.round,
    cell: ({ round }) => (
      <Link to="/rounds/$round" params={{ round: String(round) }} className="rounded hover:underline">
        {round}
      </Link>
    ),
    align: 'right',
    from: 'md',
  },
  { id: 'time', header: names.time, cell: ({ time }) => <Age at={time} />, align: 'right', from: 'sm' },
  {
    id: 'hash',
    header: names.hash,
    cell: ({ txHash }) => <TransactionLink hash={txHash} />,
    align: 'right',
    from: 'sm',
  },
]

function Age({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatMoment(at)} className="whitespace-nowrap">
      {formatAge(at, Date.now())}
    </time>
  )
}

function TransactionLink({ hash }: { hash: string }) {
  return (
    <Link
      to="/transactions/$hash"
      params={{ hash }}
      title={hash}
      className="rounded font-mono text-[0.8125rem] hover:underline"
    >
      {hash.slice(0, 8)}…
    </Link>
  )
}
