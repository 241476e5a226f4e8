import { useEffect, useRef, useState } from 'react'
import { useNetwork } from '../../network/network-context.tsx'
import type { ContractCall } from '../../staking/calls.ts'
import type { Plan } from '../../staking/plan.ts'
import { text } from '../../text/text.ts'
import { type Progress, runPlan } from '../../transactions/run-plan.ts'
import { useTransactionStore } from '../../transactions/transactions-context.tsx'
import type { Wallet } from '../../wallet/wallet.ts'

interface StepRun {
  readonly progress: Progress
  readonly isRunning: boolean
  /** @returns whether all transactions are done. */
  readonly run: (plan: Plan) => Promise<boolean>
}

/** Sends the transactions of a plan. Whoever leaves is asked for no further signature. */
export function useStepRun(wallet: Wallet): StepRun {
  const { chain, config } = useNetwork()
  const store = useTransactionStore()
  const [progress, setProgress] = useState<Progress>({ phase: 'idle' })
  const stay = useRef<AbortController>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    stay.current = controller
    return () => controller.abort()
  }, [])
  const isRunning = ['checking', 'signing', 'pending'].includes(progress.phase)
  const run = async (plan: Plan) => {
    const signal = stay.current?.signal
    if (isRunning || plan.refusal || !signal || signal.aborted) return false
    const onProgress = (now: Progress) => {
      if (!signal.aborted) setProgress(now)
    }
    const labelOf = ({ functionName }: ContractCall) =>
      functionName === 'approve' ? text.staking.calls.approve : text.staking.steps[plan.step.kind]
    const deps = { client: chain.client, chainId: config.chainId, store }
    return runPlan({ wallet, calls: plan.calls, labelOf, onProgress, signal }, deps)
  }
  return { progress, isRunning, run }
}
