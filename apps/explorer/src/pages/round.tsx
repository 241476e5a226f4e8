import { Link, useParams } from '@tanstack/react-router'
import { useAnswer } from '../api/use-answer.ts'
import { Notice } from '../components/notice.tsx'
import { PaymentsCard } from '../features/rounds/payments-card.tsx'
import { PoolsCard } from '../features/rounds/pools-card.tsx'
import { RoundFigures } from '../features/rounds/round-figures.tsx'
import { formatCount } from '../format/amounts.ts'
import { text } from '../text/text.ts'

const said = text.rounds

/** One round: its sums, and what each orchestrator did in it. */
export function RoundPage() {
  const { round } = useParams({ from: '/rounds/$round' })
  return /^\d{1,15}$/.test(round) ? (
    <RoundView round={Number(round)} />
  ) : (
    <Notice tone="error" title={said.invalid} text={said.invalidHint} />
  )
}

function RoundView({ round }: { round: number }) {
  const query = { round: String(round), limit: 1 }
  const { data, problem } = useAnswer('/v1/rounds', { query })
  const { data: overview } = useAnswer('/v1/overview')
  const row = data?.items[0]
  const current = overview?.round.number
  return (
    <div className="grid gap-4">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <Link to="/rounds" className="text-soft hover:text-ink hover:underline">
            ← {said.all}
          </Link>
          <h1 className="mt-1 text-xl font-semibold tracking-tight">{said.round(formatCount(round))}</h1>
        </div>
        <nav aria-label={said.title} className="flex gap-4">
          {round > 0 && <RoundLink round={round - 1} label={said.previous(formatCount(round - 1))} />}
          {current !== undefined && round < current && (
            <RoundLink round={round + 1} label={said.next(formatCount(round + 1))} />
          )}
        </nav>
      </header>
      {data && !row ? (
        <Notice tone="empty" title={said.unknown} text={said.unknownHint} />
      ) : (
        <>
          <RoundFigures row={row} problem={problem} isCurrent={round === current} />
          <PoolsCard
            round={round}
            totalActiveStakeWei={row?.totalActiveStakeWei}
            isCurrent={round === current}
          />
          <PaymentsCard round={round} />
          <Link to="/transactions" search={{ round }} className="w-fit rounded underline">
            {said.events}
          </Link>
        </>
      )}
    </div>
  )
}

function RoundLink({ round, label }: { round: number; label: string }) {
  return (
    <Link to="/rounds/$round" params={{ round: String(round) }} className="rounded hover:underline">
      {label}
    </Link>
  )
}
