import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { ask } from '../api/indexer.ts'
import { isWorthAnotherTry, retryDelayMs } from '../api/retry.ts'
import { type Fact, useAnswer } from '../api/use-answer.ts'
import { type Profile, ProfileStore } from './profile-store.ts'

/** Names change seldom, and stand in every row: they are not asked for with each block. */
const freshMs = 60_000
/** Rows without names are better than none. */
const namesPatienceMs = 1_000

const store = new ProfileStore({
  ask: async (addresses) => {
    const query = { address: addresses.join(',') }
    return (await ask('/v1/profiles', { query }, AbortSignal.timeout(freshMs))).items
  },
  isWorthAnotherTry,
  ...{ freshMs, retryMs: retryDelayMs },
})

/** What an account says of itself, as it was within the last minute; undefined until it is known. */
export function useProfile(address: string): Profile | undefined {
  const watch = useCallback((onChange: () => void) => store.watch([address], onChange), [address])
  return useSyncExternalStore(watch, () => store.profileOf(address))
}

/**
 * What accounts call themselves, by address in lower case; whoever is not known yet or has no name is left out.
 * @param addresses the same array as long as the accounts are the same
 */
export function useNames(addresses: readonly string[]): ReadonlyMap<string, string> {
  const [names, setNames] = useState(() => store.namesOf(addresses))
  useEffect(() => {
    const update = () => {
      const now = store.namesOf(addresses)
      setNames((before) => (isSame(before, now) ? before : now))
    }
    update()
    return store.watch(addresses, update)
  }, [addresses])
  return names
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([address, name]) => other.get(address) === name)
}

/** Rows once the names of their accounts have come, so that nothing moves when they do; later ones are not waited for. */
export function useOnceNamed<Row extends { readonly address: string }>(
  rows: readonly Row[] | undefined,
): readonly Row[] | undefined {
  const [isNamed, setNamed] = useState(false)
  useEffect(() => {
    if (isNamed || !rows) return
    const addresses = rows.map(({ address }) => address)
    const look = () => setNamed(store.isAnswered(addresses))
    look()
    const stop = store.watch(addresses, look)
    const timer = window.setTimeout(() => setNamed(true), namesPatienceMs)
    return () => {
      stop()
      window.clearTimeout(timer)
    }
  }, [isNamed, rows])
  return isNamed ? rows : undefined
}

/** What an account says of itself as of the last block; all other places on the page follow. */
export function useLiveProfile(address: string): Fact<Profile> {
  const { data, ...fact } = useAnswer('/v1/profiles', { query: { address } })
  const profile = data?.items[0]
  useEffect(() => {
    if (profile) store.tell([profile])
  }, [profile])
  return { ...fact, data: profile }
}
