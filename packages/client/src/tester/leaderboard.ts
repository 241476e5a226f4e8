import createClient from 'openapi-fetch'
import { TesterUnavailableError } from './errors.ts'
import type { components, paths } from './generated/api.ts'

export type Leaderboard = components['schemas']['Leaderboard']
export type Standing = components['schemas']['Standing']

export interface LeaderboardQuery {
  readonly region?: string | undefined
  /** Name of a rendition. */
  readonly profile?: string | undefined
}

/** A tester that has not answered for so long counts as gone. */
const timeoutMs = 15_000

/**
 * How orchestrators did, as a tester measured.
 * @param url - of the tester.
 * @throws {TesterUnavailableError}
 */
export async function fetchLeaderboard(
  url: string,
  { region, profile }: LeaderboardQuery = {},
  signal?: AbortSignal,
): Promise<Leaderboard> {
  const signals = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]
  const query = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) }
  const client = createClient<paths>({ baseUrl: url })
  const { data, response } = await client
    .GET('/v1/leaderboard', { params: { query }, signal: AbortSignal.any(signals) })
    .catch((cause: unknown) => {
      throw new TesterUnavailableError({ url, cause })
    })
  if (data === undefined) throw new TesterUnavailableError({ url, status: response.status })
  return data
}
