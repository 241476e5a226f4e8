import { useSyncExternalStore } from 'react'
import { useNetwork } from './network-context.tsx'
import type { StatusSnapshot } from './status-store.ts'

/** The gateway's status, live. */
export function useStatus(): StatusSnapshot {
  const { status } = useNetwork()
  return useSyncExternalStore(status.subscribe, status.getSnapshot)
}
