import { Button } from '../../components/button.tsx'
import { planStep } from '../../staking/plan.ts'
import { useStakingState } from '../../staking/use-staking-state.ts'
import { text } from '../../text/text.ts'
import type { Wallet } from '../../wallet/wallet.ts'
import { isFailure, progressText } from './progress-text.ts'
import { useStepRun } from './use-step-run.ts'

/** Nothing can be staked in a round that nobody began; anybody may begin it. */
export function BeginRound({ wallet }: { wallet: Wallet }) {
  const { data: state } = useStakingState({ account: wallet.address })
  const { progress, isRunning, run } = useStepRun(wallet)
  const plan = state && planStep({ kind: 'initialize-round' }, state)
  return (
    <div className="mt-3 rounded-lg bg-sunken p-3">
      <p className="text-soft">{text.staking.about['initialize-round']}</p>
      <Button
        data-testid="begin-round"
        className="mt-2"
        disabled={!plan || plan.refusal !== undefined || isRunning}
        onClick={() => plan && void run(plan)}
      >
        {text.staking.steps['initialize-round']}
      </Button>
      <p role="status" className={`mt-2 min-h-5 ${isFailure(progress) ? 'text-bad' : 'text-soft'}`}>
        {progressText(progress)}
      </p>
    </div>
  )
}
