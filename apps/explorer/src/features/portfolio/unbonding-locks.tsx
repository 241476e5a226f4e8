import { Badge } from '../../components/badge.tsx'
import { formatDuration } from '../../format/time.ts'
import type { StakingState, UnbondingLock } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { StepButton } from '../staking/step-button.tsx'
import { useUnits } from '../staking/units.ts'
import { useRoundClock } from '../staking/use-round-clock.ts'

const said = text.portfolio.locks

/** Stake on its way out, by when it can be withdrawn. */
export function UnbondingLocks({ state, isOwn }: { state: StakingState; isOwn: boolean }) {
  const locks = state.locks.toSorted(
    (a, b) => Number(a.withdrawRound - b.withdrawRound) || Number(a.id - b.id),
  )
  if (locks.length === 0) return <p className="text-soft">{said.empty}</p>
  return (
    <ol className="border-l-2 border-line">
      {locks.map((lock) => (
        <Lock key={String(lock.id)} lock={lock} round={state.round.number} isOwn={isOwn} />
      ))}
    </ol>
  )
}

function Lock({ lock, round, isOwn }: { lock: UnbondingLock; round: bigint; isOwn: boolean }) {
  const { tokens } = useUnits()
  const clock = useRoundClock()
  const { id, amountWei, withdrawRound } = lock
  const isReady = withdrawRound <= round
  const seconds = clock.secondsUntil(withdrawRound)
  const time = seconds === undefined ? '' : formatDuration(seconds)
  return (
    <li
      data-testid="lock"
      data-ready={isReady}
      className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2 pl-5 before:absolute before:top-4 before:-left-[5px] before:size-2 before:rounded-full before:bg-brand"
    >
      <div className="grid gap-0.5">
        <span className="font-medium">{tokens(amountWei)}</span>
        {isReady ? (
          <Badge tone="good">{said.ready}</Badge>
        ) : (
          <span className="text-soft">
            {said.at(String(withdrawRound))}, {said.inRounds(String(withdrawRound - round), time)}
          </span>
        )}
      </div>
      {isOwn && (
        <div className="flex gap-2">
          <StepButton request={{ kind: 'rebond', lockId: id }} of={tokens(amountWei)} />
          {isReady && (
            <StepButton
              request={{ kind: 'withdraw-stake', lockId: id }}
              of={tokens(amountWei)}
              kind="primary"
            />
          )}
        </div>
      )}
    </li>
  )
}
