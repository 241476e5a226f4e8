import { Link, useParams } from '@tanstack/react-router'
import type { Hex } from 'viem'
import { useList } from '../api/use-list.ts'
import { Card } from '../components/card.tsx'
import { ChainNotice, Notice } from '../components/notice.tsx'
import { eventKey } from '../features/events/event-columns.tsx'
import { EventDetails } from '../features/events/event-details.tsx'
import { TransactionFigures } from '../features/events/transaction-figures.tsx'
import { useTransaction } from '../features/events/use-transaction.ts'
import { text } from '../text/text.ts'

const said = text.transactions.one

/** One transaction: what the chain knows of it, and what the protocol's contracts said in it. */
export function TransactionPage() {
  const { hash } = useParams({ from: '/transactions/$hash' })
  if (!/^0x[0-9a-fA-F]{64}$/.test(hash))
    return <Notice tone="error" title={said.invalid} text={said.invalidHint} />
  return (
    <div className="grid gap-4">
      <header className="min-w-0">
        <Link to="/transactions" className="text-soft hover:text-ink hover:underline">
          {said.all}
        </Link>
        <h1 className="mt-1 text-xl font-semibold tracking-tight">{said.title}</h1>
        <p className="font-mono text-[0.8125rem] break-all text-soft">{hash}</p>
      </header>
      <TransactionView hash={hash.toLowerCase() as Hex} />
    </div>
  )
}

function TransactionView({ hash }: { hash: Hex }) {
  const { data: facts, problem } = useTransaction(hash)
  const { rows, problem: indexerProblem } = useList('/v1/events', {
    query: { txHash: hash, order: 'asc' },
  })
  if (facts === null && rows?.length === 0)
    return <Notice tone="empty" title={said.unknown} text={said.unknownHint} />
  return (
    <>
      <Card title={said.status}>
        {facts ? (
          <TransactionFigures facts={facts} />
        ) : (
          <ChainNotice problem={problem} loading={said.loading} />
        )}
      </Card>
      <Card title={said.events}>
        {rows === undefined ? (
          <Notice
            {...(indexerProblem === undefined
              ? { tone: 'loading', title: said.loading }
              : { tone: 'error', title: text.table.failed, text: text.table.again(indexerProblem) })}
          />
        ) : rows.length === 0 ? (
          <Notice tone="empty" title={said.noEvents} text={said.noEventsHint} />
        ) : (
          <ol className="grid gap-3">
            {rows.map((row) => (
              <EventDetails key={eventKey(row)} row={row} />
            ))}
          </ol>
        )}
      </Card>
    </>
  )
}
