import { fetchLeaderboard, type Leaderboard, type LeaderboardQuery } from '@millrace/client/tester'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { sentenceOf } from '../../format/errors.ts'

const refreshMs = 15_000
const retryMs = 3_000

/** What a tester tells: the last that was heard, or why there is nothing. */
export function useLeaderboard(
  url: string | undefined,
  query: LeaderboardQuery,
): { readonly data: Leaderboard | undefined; readonly problem: string | undefined } {
  const { data, failureReason, error } = useQuery({
    queryKey: ['tester', url, query],
    queryFn: ({ signal }) => fetchLeaderboard(url ?? '', query, signal),
    enabled: url !== undefined,
    refetchInterval: refreshMs,
    retry: true,
    retryDelay: retryMs,
    placeholderData: keepPreviousData,
  })
  const reason = error ?? failureReason
  return { data, problem: data === undefined && reason !== null ? sentenceOf(reason) : undefined }
}
