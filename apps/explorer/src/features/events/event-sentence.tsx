import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { AccountLink } from '../../components/account-link.tsx'
import { formatCount, formatPercent, formatPpm, formatValue } from '../../format/amounts.ts'
import { formatDuration, formatMoment } from '../../format/time.ts'
import { useToken } from '../../network/use-token.ts'
import { text } from '../../text/text.ts'
import { type DecodedEvent, type PartKind, type SentencePart, sentenceOfEvent } from './sentence.ts'

const nobody = `0x${'0'.repeat(40)}`
/** Texts and identifiers are told in full where the event itself is shown. */
const mostLetters = 60

const writers: Readonly<Record<PartKind, (value: string, symbol: string) => ReactNode>> = {
  account: (value) => (value === nobody ? text.events.nobody : <AccountLink address={value} />),
  token: (value, symbol) => <Amount>{formatValue(BigInt(value), symbol)}</Amount>,
  ether: (value) => <Amount>{formatValue(BigInt(value), 'ETH')}</Amount>,
  count: (value) => formatCount(value),
  round: (value) => (
    <Link to="/rounds/$round" params={{ round: value }} className="rounded hover:underline">
      {value}
    </Link>
  ),
  cut: (value) => formatPpm(BigInt(value)),
  inflation: (value) => formatPercent(Number(value) / 1e9),
  hex: (value) => <code className="font-mono text-[0.8125rem]">{value.slice(0, 10)}…</code>,
  id: (value) => (value.length > 10 ? `${value.slice(0, 8)}…` : value),
  quote: (value) => `“${value.length > mostLetters ? `${value.slice(0, mostLetters)}…` : value}”`,
  time: (value) => formatMoment(Number(value) * 1_000),
  duration: (value) => formatDuration(Number(value)),
}

/** What an event says, with the accounts and rounds in it as links. */
export function EventSentence({ event }: { event: DecodedEvent }) {
  const { symbol } = useToken()
  return sentenceOfEvent(event).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of an event never change
    <Fragment key={index}>{write(part, symbol)}</Fragment>
  ))
}

function write(part: SentencePart, symbol: string): ReactNode {
  return part.kind === 'words' ? part.text : writers[part.kind](part.value, symbol)
}

function Amount({ children }: { children: string }) {
  return <span className="font-medium whitespace-nowrap">{children}</span>
}
