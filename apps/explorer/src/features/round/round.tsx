import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { type Round, useRound } from '../../network/chain-facts.ts'

/** The protocol's clock: the round, and how much of it is left. */
export function RoundClock() {
  const { data: round, error } = useRound()
  if (error)
    return (
      <Card title="Round">
        <Notice tone="error" title="The chain could not be read" text={error.message.split('\n')[0]} />
      </Card>
    )
  if (!round)
    return (
      <Card title="Round">
        <Notice tone="loading" title="Reading the round" />
      </Card>
    )
  return (
    <Card title="Round" aside={<RoundState round={round} />}>
      <Dial round={round} />
    </Card>
  )
}

function RoundState({ round }: { round: Round }) {
  if (!round.isInitialized)
    return (
      <Badge tone="warn" title="The round has ended; an orchestrator has to begin the next one.">
        overdue
      </Badge>
    )
  if (round.isLocked)
    return (
      <Badge tone="warn" title="Cuts cannot be changed at the end of a round.">
        locked
      </Badge>
    )
  return <Badge tone="good">initialised</Badge>
}

const radius = 42
const circumference = 2 * Math.PI * radius

function Dial({ round }: { round: Round }) {
  const done = Number(round.block - round.startBlock)
  const length = Number(round.length)
  const left = Math.max(0, length - done)
  const share = Math.min(1, Math.max(0, done / length))
  return (
    <div className="flex items-center gap-5">
      <svg viewBox="0 0 100 100" className="size-24 shrink-0 -rotate-90" aria-hidden="true">
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
        />
      </svg>
      <dl>
        <dt className="text-soft">current round</dt>
        <dd data-testid="round" className="text-3xl font-semibold">
          {String(round.number)}
        </dd>
        <dd className="text-soft">
          {left} of {length} blocks left
        </dd>
      </dl>
    </div>
  )
}
