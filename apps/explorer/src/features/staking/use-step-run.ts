import type { ContractCall } from '../../staking/calls.ts'
import type { Plan } from '../../staking/plan.ts'
import { text } from '../../text/text.ts'
import type { Progress } from '../../transactions/run-plan.ts'
import { useRun } from '../../transactions/use-run.ts'
import type { Wallet } from '../../wallet/wallet.ts'

interface StepRun {
  readonly progress: Progress
  readonly isRunning: boolean
  /** @returns whether all transactions are done. */
  readonly run: (plan: Plan) => Promise<boolean>
}

/** Sends the transactions of a plan. */
export function useStepRun(wallet: Wallet): StepRun {
  const { progress, isRunning, run } = useRun(wallet)
  const runStep = async ({ calls, step, refusal }: Plan) => {
    const labelOf = ({ functionName }: ContractCall) =>
      functionName === 'approve' ? text.staking.calls.approve : text.staking.steps[step.kind]
    return refusal === undefined && run(calls, labelOf)
  }
  return { progress, isRunning, run: runStep }
}
