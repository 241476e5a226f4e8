import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AccountLink } from '../../components/account-link.tsx'
import { Badge } from '../../components/badge.tsx'
import { formatCount, formatValue } from '../../format/amounts.ts'
import { formatMoment } from '../../format/time.ts'
import { text } from '../../text/text.ts'
import type { TransactionFacts } from './use-transaction.ts'

const said = text.transactions.one

/** Who sent a transaction, where to, and what became of it. */
export function TransactionFigures({ facts }: { facts: TransactionFacts }) {
  const { succeeded, block, time, from, to, value, cost } = facts
  return (
    <dl data-testid="transaction" className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
      <Fact name={said.status}>
        <Badge tone={succeeded ? 'good' : 'bad'}>{succeeded ? said.succeeded : said.reverted}</Badge>
      </Fact>
      <Fact name={said.block}>
        <Link to="/transactions" search={{ block: Number(block) }} className="rounded hover:underline">
          {formatCount(block)}
        </Link>
      </Fact>
      <Fact name={said.time}>{formatMoment(time)}</Fact>
      <Fact name={said.from}>
        <AccountLink address={from} />
      </Fact>
      <Fact name={said.to}>{to === null ? said.creates : <AccountLink address={to} />}</Fact>
      <Fact name={said.value}>{formatValue(value, 'ETH')}</Fact>
      <Fact name={said.cost}>{formatValue(cost, 'ETH')}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  )
}
