import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { ChainNotice } from '../../components/notice.tsx'
import { formatDuration } from '../../format/time.ts'
import { type Round, useRound } from '../../network/chain-facts.ts'
import { type RoundState, roundProgress, roundState } from './progress.ts'
import { useBlockTime } from './use-block-time.ts'

/** The protocol's clock: the round, and how much of it is left. */
export function RoundClock() {
  const { data: round, problem } = useRound()
  return (
    <Card title="Round" aside={round && <StateBadge state={roundState(round)} />}>
      {round ? <Dial round={round} /> : <ChainNotice problem={problem} loading="Reading the round" />}
    </Card>
  )
}

const badges: Readonly<Record<RoundState, { readonly tone: BadgeTone; readonly reason?: string }>> = {
  initialised: { tone: 'good' },
  locked: { tone: 'warn', reason: 'Cuts cannot be changed at the end of a round.' },
  beginning: { tone: 'quiet', reason: 'An orchestrator is about to begin this round.' },
  overdue: { tone: 'bad', reason: 'No orchestrator has begun this round: nobody can be paid before.' },
}

function StateBadge({ state }: { state: RoundState }) {
  return <Badge {...badges[state]}>{state}</Badge>
}

const radius = 42
const circumference = 2 * Math.PI * radius

function Dial({ round }: { round: Round }) {
  const { blocksLeft, share } = roundProgress(round)
  const blockSeconds = useBlockTime(round.block)
  const time = blockSeconds === undefined ? '' : `, about ${formatDuration(blocksLeft * blockSeconds)}`
  return (
    <div className="flex items-center gap-5">
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
        <dt className="text-xs text-soft">Current round</dt>
        <dd data-testid="round" className="text-3xl font-semibold tracking-tight">
          {String(round.number)}
        </dd>
        <dd data-testid="round-left" className="text-soft">
          {blocksLeft} of {String(round.length)} blocks left{time}
        </dd>
      </dl>
    </div>
  )
}
