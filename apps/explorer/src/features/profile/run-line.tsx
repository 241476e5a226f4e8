import type { Progress } from '../../transactions/run-plan.ts'
import { isFailure, progressText } from '../staking/progress-text.ts'

/** How far the transaction of a dialog is. */
export function RunLine({ progress }: { progress: Progress }) {
  const isBad = isFailure(progress)
  const isDone = progress.phase === 'done'
  return (
    <p
      role={isBad ? 'alert' : 'status'}
      data-testid="identity-progress"
      data-phase={progress.phase}
      className={`min-h-5 ${isBad ? 'text-bad' : isDone ? 'text-good' : 'text-soft'}`}
    >
      {progressText(progress)}
    </p>
  )
}
