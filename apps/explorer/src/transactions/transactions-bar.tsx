import { Button } from '../components/button.tsx'
import { text } from '../text/text.ts'
import { isOpen, type TransactionRecord } from './record.ts'
import { useTransactionStore, useTransactions } from './transactions-context.tsx'

const said = text.ownTransactions
const tones = { confirmed: 'text-good', failed: 'text-bad' } as const

/** The reader's transactions that are on their way, and those whose end was not read yet. */
export function TransactionsBar() {
  const records = useTransactions()
  const store = useTransactionStore()
  if (records.length === 0) return null
  return (
    <section
      aria-label={said.title}
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-card px-4 py-2 sm:px-6"
    >
      <div role="status" className="mx-auto max-w-7xl">
        <ul className="grid gap-1">
          {records.slice(0, mostShown).map((record) => (
            <li
              key={record.id}
              data-testid="transaction"
              data-state={record.state}
              className="flex min-h-9 flex-wrap items-center justify-between gap-x-4"
            >
              <span>
                {isOpen(record) && (
                  <span aria-hidden="true" className="pulse mr-2 inline-block size-2 rounded-full bg-brand" />
                )}
                <span className="font-medium">{record.label}</span>{' '}
                <span className={toneOf(record)}>
                  {said.states[record.state]}. {record.isSpedUp && said.spedUp} {record.reason}
                </span>
              </span>
              {!isOpen(record) && <Button onClick={() => store.remove(record.id)}>{said.dismiss}</Button>}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** More would cover the page. */
const mostShown = 2

function toneOf({ state }: TransactionRecord): string {
  return state === 'confirmed' || state === 'failed' ? tones[state] : 'text-soft'
}
