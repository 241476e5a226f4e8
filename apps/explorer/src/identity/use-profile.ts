import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ask } from '../api/indexer.ts'
import { isWorthAnotherTry, retryDelayMs } from '../api/retry.ts'
import { type Fact, useAnswer } from '../api/use-answer.ts'
import { type Profile, ProfileLoader } from './profile-loader.ts'

/** Names change seldom, and stand in every row: they are not asked for with each block. */
const freshMs = 60_000

const loader = new ProfileLoader(async (addresses) => {
  const query = { address: addresses.join(',') }
  return (await ask('/v1/profiles', { query }, AbortSignal.timeout(freshMs))).items
})

const keyOf = (address: string) => ['profile', address.toLowerCase()] as const

/** What an account says of itself, as it was within the last minute; undefined until it is known. */
export function useProfile(address: string): Profile | undefined {
  const { data } = useQuery({
    queryKey: keyOf(address),
    queryFn: () => loader.load(address),
    ...{ staleTime: freshMs, refetchInterval: freshMs },
    retry: (_count, reason) => isWorthAnotherTry(reason),
    retryDelay: retryDelayMs,
  })
  return data
}

/** What an account says of itself as of the last block; all other places on the page follow. */
export function useLiveProfile(address: string): Fact<Profile> {
  const queries = useQueryClient()
  const { data, ...fact } = useAnswer('/v1/profiles', { query: { address } })
  const profile = data?.items[0]
  useEffect(() => {
    if (profile) queries.setQueryData(keyOf(address), profile)
  }, [queries, address, profile])
  return { ...fact, data: profile }
}
