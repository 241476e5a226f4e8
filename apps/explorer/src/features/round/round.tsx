import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { ChainNotice } from '../../components/notice.tsx'
import { formatCount } from '../../format/amounts.ts'
import { formatDuration } from '../../format/time.ts'
import { type Round, useRound } from '../../network/chain-facts.ts'
import { text } from '../../text/text.ts'
import { overdueBlocks, type RoundState, roundProgress, roundState } from './progress.ts'
import { RoundSums } from './round-sums.tsx'
import { useBlockTime } from './use-block-time.ts'

const said = text.overview.round

/** The protocol's clock: the round, how much of it is left, and what was done in it. */
export function RoundClock() {
  const { data: round, problem } = useRound()
  return (
    <Card title={said.title} aside={round && <StateBadge state={roundState(round)} />}>
      {round || problem === undefined ? (
        <Dial round={round} />
      ) : (
        <ChainNotice problem={problem} loading={said.loading} />
      )}
      <RoundSums />
    </Card>
  )
}

const tones: Readonly<Record<RoundState, BadgeTone>> = {
  initialised: 'good',
  locked: 'warn',
  beginning: 'quiet',
  overdue: 'bad',
}
const reasons: Readonly<Partial<Record<RoundState, string>>> = said.reasons

function StateBadge({ state }: { state: RoundState }) {
  return (
    <Badge tone={tones[state]} reason={reasons[state]}>
      {said.states[state]}
    </Badge>
  )
}

const radius = 42
const circumference = 2 * Math.PI * radius

/** As high while the round is being read as when it is known. */
function Dial({ round }: { round: Round | undefined }) {
  const share = round ? roundProgress(round).share : 0
  return (
    <div className="flex items-center gap-5" aria-busy={round === undefined}>
      <svg viewBox="0 0 100 100" className="size-20 shrink-0 -rotate-90" aria-hidden="true">
        <circle cx="50" cy="50" r={radius} fill="none" stroke="var(--color-line)" strokeWidth="9" />
        <circle
          cx="50"
          cy="50"
          r={radius}
          fill="none"
          stroke="var(--color-brand)"
          strokeWidth="9"
          strokeLinecap="round"
          strokeDasharray={circumference}
          strokeDashoffset={circumference * (1 - share)}
          className="motion-safe:transition-[stroke-dashoffset] duration-700"
        />
      </svg>
      <dl>
        <dt className="text-xs text-soft">{said.current}</dt>
        <dd data-testid={round && 'round'} className="text-3xl font-semibold tracking-tight">
          {round ? String(round.number) : '–'}
        </dd>
        {round ? <TimeLeft round={round} /> : <dd className="text-soft">{said.loading}</dd>}
      </dl>
    </div>
  )
}

/** What is left of a round, or how long it has been waited for. */
function TimeLeft({ round }: { round: Round }) {
  const { blocksLeft } = roundProgress(round)
  const seconds = useBlockTime(round.block, round.length)
  const about = (blocks: number) => (seconds === undefined ? undefined : formatDuration(blocks * seconds))
  const late = roundState(round) === 'overdue' ? about(overdueBlocks(round)) : undefined
  const left = about(blocksLeft)
  return (
    <dd data-testid="round-left" className="text-soft">
      {late === undefined
        ? `${said.left(blocksLeft, formatCount(round.length))}${left === undefined ? '' : said.about(left)}`
        : said.overdueFor(late)}
    </dd>
  )
}
