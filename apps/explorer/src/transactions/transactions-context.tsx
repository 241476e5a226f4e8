import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { useNetwork } from '../network/network-context.tsx'
import { FollowLoop } from './follow-loop.ts'
import type { TransactionRecord } from './record.ts'
import { TransactionStore } from './transaction-store.ts'

const TransactionsContext = createContext<TransactionStore | undefined>(undefined)

/** Where the reader's transactions are kept. Only below {@link TransactionsProvider}. */
export function useTransactionStore(): TransactionStore {
  const store = useContext(TransactionsContext)
  if (!store) throw new Error('useTransactionStore is used outside of TransactionsProvider.')
  return store
}

/** The reader's transactions, the youngest first. */
export function useTransactions(): readonly TransactionRecord[] {
  const store = useTransactionStore()
  return useSyncExternalStore(store.subscribe, store.getSnapshot)
}

/** Follows the reader's transactions as long as the pages are open. */
export function TransactionsProvider({ children }: { children: ReactNode }) {
  const { chain, config } = useNetwork()
  const store = useMemo(() => new TransactionStore(window.localStorage, config.chainId), [config])
  useEffect(() => {
    const loop = new FollowLoop(chain.client, store)
    return () => loop.close()
  }, [chain, store])
  return <TransactionsContext value={store}>{children}</TransactionsContext>
}
