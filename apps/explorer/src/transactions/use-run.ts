import { useEffect, useRef, useState } from 'react'
import { useNetwork } from '../network/network-context.tsx'
import type { ContractCall } from '../staking/calls.ts'
import type { Wallet } from '../wallet/wallet.ts'
import { type Progress, runPlan } from './run-plan.ts'
import { useTransactionStore } from './transactions-context.tsx'

interface Run {
  readonly progress: Progress
  readonly isRunning: boolean
  /** @returns whether all transactions are done. */
  readonly run: (calls: readonly ContractCall[], labelOf: (call: ContractCall) => string) => Promise<boolean>
}

/** Sends transactions one after the other. Whoever leaves is asked for no further signature. */
export function useRun(wallet: Wallet | undefined): Run {
  const { chain, config } = useNetwork()
  const store = useTransactionStore()
  const [progress, setProgress] = useState<Progress>({ phase: 'idle' })
  const stay = useRef<AbortController>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    stay.current = controller
    return () => controller.abort()
  }, [])
  const isRunning = ['checking', 'waiting-for-round', 'signing', 'pending'].includes(progress.phase)
  const run: Run['run'] = async (calls, labelOf) => {
    const signal = stay.current?.signal
    if (!wallet || isRunning || !signal || signal.aborted) return false
    const onProgress = (now: Progress) => {
      if (!signal.aborted) setProgress(now)
    }
    const deps = { client: chain.client, chainId: config.chainId, store }
    return runPlan({ wallet, calls, labelOf, onProgress, signal }, deps)
  }
  return { progress, isRunning, run }
}
