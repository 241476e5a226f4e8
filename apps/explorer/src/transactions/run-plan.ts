import type { Client } from 'viem'
import type { ContractCall } from '../staking/calls.ts'
import type { Wallet } from '../wallet/wallet.ts'
import { onceRoundHasBegun } from './once-round-has-begun.ts'
import { isOpen, type TransactionRecord } from './record.ts'
import { type NotSent, sendCall } from './send.ts'
import type { TransactionStore } from './transaction-store.ts'

/** How far the calls of a plan are. `at` counts from 1 to `of`. */
export type Progress =
  | { readonly phase: 'idle' }
  | { readonly phase: 'checking' | 'signing' | 'waiting-for-round'; readonly at: number; readonly of: number }
  | { readonly phase: 'pending'; readonly at: number; readonly of: number; readonly isSpedUp: boolean }
  | { readonly phase: 'done' }
  /** Nothing more was sent after this. */
  | { readonly phase: 'not-sent'; readonly why: NotSent }
  | { readonly phase: 'ended'; readonly record: TransactionRecord }

interface RunOptions {
  readonly wallet: Wallet
  readonly calls: readonly ContractCall[]
  readonly labelOf: (call: ContractCall) => string
  readonly onProgress: (progress: Progress) => void
  /** Whoever goes away is asked for no further signature; what was sent goes on. */
  readonly signal: AbortSignal
}

interface RunDependencies {
  readonly client: Client
  readonly chainId: number
  readonly store: TransactionStore
}

/**
 * Sends calls one after the other, each when the one before it is done; in one transaction where the wallet can.
 * @returns whether all are done.
 */
export async function runPlan(options: RunOptions, deps: RunDependencies): Promise<boolean> {
  const { wallet, calls, labelOf, onProgress, signal } = options
  const parts = partsOf(wallet, calls)
  const of = parts.length
  for (const [index, { call, before }] of parts.entries()) {
    if (signal.aborted) return false
    const at = index + 1
    onProgress({ phase: 'checking', at, of })
    const onAsk = () => onProgress({ phase: 'signing', at, of })
    const send = () => sendCall({ wallet, call, before, label: labelOf(call), onAsk }, deps)
    const onWait = () => onProgress({ phase: 'waiting-for-round', at, of })
    const sent = await onceRoundHasBegun(send, { onWait, signal })
    if ('kind' in sent) {
      onProgress({ phase: 'not-sent', why: sent })
      return false
    }
    const onPending = (record: TransactionRecord) =>
      onProgress({ phase: 'pending', at, of, isSpedUp: record.isSpedUp ?? false })
    const ended = await untilEnded(sent, deps.store, { onPending, signal })
    if (ended.state !== 'confirmed') {
      onProgress({ phase: 'ended', record: ended })
      return false
    }
  }
  onProgress({ phase: 'done' })
  return true
}

interface Part {
  readonly call: ContractCall
  readonly before: readonly ContractCall[]
}

/** The transactions that calls take. */
export function partsOf({ sendTogether }: Wallet, calls: readonly ContractCall[]): readonly Part[] {
  const last = calls.at(-1)
  if (!sendTogether || !last) return calls.map((call) => ({ call, before: [] }))
  return [{ call: last, before: calls.slice(0, -1) }]
}

/** Somebody follows the records of the store; this waits for the end that they write down. */
function untilEnded(
  record: TransactionRecord,
  store: TransactionStore,
  { onPending, signal }: { onPending: (record: TransactionRecord) => void; signal: AbortSignal },
): Promise<TransactionRecord> {
  return new Promise((resolve) => {
    const look = () => {
      const now = store.get(record.id) ?? record
      if (isOpen(now) && !signal.aborted) {
        onPending(now)
        return
      }
      stop()
      signal.removeEventListener('abort', look)
      resolve(now)
    }
    const stop = store.subscribe(look)
    signal.addEventListener('abort', look)
    look()
  })
}
