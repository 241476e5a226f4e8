import createClient, { type Client } from 'openapi-fetch'
import { answerWords } from '../answer-words.ts'
import { IndexerAnswerError, IndexerUnreachableError } from './errors.ts'
import { type Exact, exactAmounts } from './exact-amounts.ts'
import type { paths } from './generated/api.ts'

export type IndexerPaths = paths
export type IndexerClient = Client<paths>

export interface IndexerClientOptions {
  /** URL of the indexer. */
  readonly url: string
  /** An indexer that has not answered for so long counts as gone. */
  readonly timeoutMs?: number
}

/**
 * A client of an indexer: methods of HTTP over the paths of its description, typed by it.
 *
 * @example
 * const indexer = indexerClient({ url: 'http://127.0.0.1:3002' })
 * const { totalActiveStakeWei } = await exactAnswerOf(indexer.GET('/v1/overview'))
 */
export function indexerClient({ url, timeoutMs = 20_000 }: IndexerClientOptions): IndexerClient {
  return createClient<paths>({
    baseUrl: url,
    fetch: async (request) => {
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)])
      try {
        const response = await fetch(request, { signal })
        // Read to its end here: a body that stops coming is no answer either.
        return new Response(await response.blob(), response)
      } catch (cause) {
        if (request.signal.aborted) throw cause
        throw new IndexerUnreachableError({ url, cause })
      }
    },
  })
}

interface Answer<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/**
 * What a call was answered, with exact amounts.
 * @throws {IndexerAnswerError} when the indexer could not do it.
 * @throws {IndexerUnreachableError} when it does not answer.
 */
export async function exactAnswerOf<Data>(call: Promise<Answer<Data>>): Promise<Exact<NonNullable<Data>>> {
  const { data, error, response } = await call
  if (data !== undefined && data !== null && response.ok) return exactAmounts(data)
  const { status } = response
  throw new IndexerAnswerError({ status, ...answerWords(error, { status, from: 'an indexer' }) })
}
