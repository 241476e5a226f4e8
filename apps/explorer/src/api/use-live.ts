import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useNetwork } from '../network/network-context.tsx'
import { indexerKey } from './indexer.ts'
import type { LiveSnapshot, LiveStore } from './live-store.ts'

/** What the indexer stands at now. */
export function useLive(): LiveSnapshot {
  const { live } = useNetwork()
  return useSyncExternalStore(live.subscribe, live.getSnapshot)
}

/** Blocks may come each second, or four times as often: what is shown follows no faster. */
const leastMs = 2_000
/** A list of which more was loaded is not read anew under its reader. */
const mostPages = 2

/** Has all facts of the indexer that are on the page asked for anew as it reads blocks. Used once. */
export function useFollowIndexer(live: LiveStore | undefined): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!live) return
    let known: string | undefined
    let timer: number | undefined
    const refresh = () => {
      timer = undefined
      known = live.getSnapshot().position?.hash
      void queries.invalidateQueries({ queryKey: indexerKey, predicate: isShort }, { cancelRefetch: false })
    }
    const stop = live.subscribe(() => {
      const { position } = live.getSnapshot()
      if (position && position.hash !== known) timer ??= window.setTimeout(refresh, leastMs)
    })
    return () => {
      stop()
      window.clearTimeout(timer)
    }
  }, [live, queries])
}

function isShort({ state }: Query): boolean {
  const { pages } = (state.data ?? {}) as { readonly pages?: readonly unknown[] }
  return pages === undefined || pages.length <= mostPages
}
