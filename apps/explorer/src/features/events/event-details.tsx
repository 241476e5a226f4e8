import { text } from '../../text/text.ts'
import { decodedOf, type EventRow } from './event-columns.tsx'
import { EventSentence } from './event-sentence.tsx'

/** What an event says, and below it the event itself. */
export function EventDetails({ row }: { row: EventRow }) {
  const event = decodedOf(row)
  return (
    <li data-testid="event" className="min-w-0 border-t border-line pt-3 first:border-0 first:pt-0">
      <p>
        <EventSentence event={event} />
      </p>
      <details className="mt-1 text-xs text-soft">
        <summary className="w-fit cursor-pointer rounded">
          {text.events.contracts[row.contract] ?? row.contract} · {row.name}
        </summary>
        <dl
          aria-label={text.transactions.one.arguments}
          className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono"
        >
          {Object.entries(event.args).map(([name, value]) => (
            <div key={name} className="contents">
              <dt>{name}</dt>
              <dd className="break-all text-ink">
                {typeof value === 'object' ? JSON.stringify(value) : String(value)}
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  )
}
