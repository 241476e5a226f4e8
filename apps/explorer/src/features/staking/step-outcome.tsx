import type { FormEvent, ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { useNetwork } from '../../network/network-context.tsx'
import { planStep } from '../../staking/plan.ts'
import type { StakingState } from '../../staking/state.ts'
import { type Fields, type StepRequest, stepFrom } from '../../staking/step-form.ts'
import { text } from '../../text/text.ts'
import { partsOf } from '../../transactions/run-plan.ts'
import type { Wallet } from '../../wallet/wallet.ts'
import { WrongNetwork } from '../../wallet/wrong-network.tsx'
import { BeginRound } from './begin-round.tsx'
import { PlanView } from './plan-view.tsx'
import { isFailure, progressText } from './progress-text.ts'
import { useStepRun } from './use-step-run.ts'

interface StepOutcomeProps {
  readonly wallet: Wallet
  readonly request: StepRequest
  readonly fields: Fields
  /** Undefined while what the fields name is read. */
  readonly state: StakingState | undefined
  readonly onDone: () => void
  readonly children: ReactNode
}

/** The form around a step's fields: what comes of it, its button, and how far it is. */
export function StepOutcome({ wallet, request, fields, state, onDone, children }: StepOutcomeProps) {
  const { config } = useNetwork()
  const { progress, isRunning, run } = useStepRun(wallet)
  const step = state && stepFrom(request, fields, state)
  const plan = step && state && planStep(step, state)
  const isElsewhere = wallet.chainId !== config.chainId
  const canSend = plan !== undefined && plan.refusal === undefined && !isRunning && !isElsewhere
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (canSend && (await run(plan))) onDone()
  }
  const isDone = progress.phase === 'done'
  return (
    <form onSubmit={submit}>
      <fieldset disabled={isRunning} className="contents">
        {children}
      </fieldset>
      {isElsewhere && <WrongNetwork wallet={wallet} />}
      {plan && !isRunning && !isDone && (
        <PlanView plan={plan} transactions={partsOf(wallet, plan.calls).length} />
      )}
      {plan?.refusal?.code === 'round-not-initialized' && request.kind !== 'initialize-round' && (
        <BeginRound wallet={wallet} />
      )}
      <p
        role={isFailure(progress) ? 'alert' : 'status'}
        data-testid={isDone ? 'bond-done' : 'progress'}
        data-phase={progress.phase}
        className={`mt-3 min-h-5 ${isFailure(progress) ? 'text-bad' : isDone ? 'text-good' : 'text-soft'}`}
      >
        {progressText(progress)}
      </p>
      <Button
        kind="primary"
        type="submit"
        data-testid="bond-submit"
        className="mt-3 min-h-11 w-full"
        disabled={!canSend}
      >
        {text.staking.steps[request.kind]}
      </Button>
    </form>
  )
}
