import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
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

const queryOf = (address: string) => ({
  queryKey: keyOf(address),
  queryFn: () => loader.load(address),
  ...{ staleTime: freshMs, refetchInterval: freshMs },
  retry: (_count: number, reason: Error) => isWorthAnotherTry(reason),
  retryDelay: retryDelayMs,
})

/** What an account says of itself, as it was within the last minute; undefined until it is known. */
export function useProfile(address: string): Profile | undefined {
  return useQuery(queryOf(address)).data
}

/** What accounts call themselves, by address in lower case; whoever is not known yet or has no name is left out. */
export function useNames(addresses: readonly string[]): ReadonlyMap<string, string> {
  return useQueries({ queries: addresses.map(queryOf), combine: namesOf })
}

function namesOf(answers: readonly { readonly data: Profile | undefined }[]): ReadonlyMap<string, string> {
  return new Map(
    answers.flatMap(({ data }) => (data && data.name !== null ? [[data.address, data.name] as const] : [])),
  )
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
