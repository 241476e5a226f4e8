import { useQuery } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { sentenceOf } from '../../format/errors.ts'

const healthSchema = z.object({
  status: z.enum(['ok', 'stale', 'starting']),
  block: z.optional(z.int()),
  head: z.optional(z.int()),
  lagBlocks: z.optional(z.int()),
  lagSeconds: z.optional(z.number()),
})

export type Health = z.output<typeof healthSchema>

const pollMs = 3_000

/** What the indexer says of itself; asked for again and again, since an indexer that is stale tells no news. */
export function useHealth(): { readonly data: Health | undefined; readonly problem: string | undefined } {
  const { data, error } = useQuery({
    queryKey: ['health'],
    queryFn: async ({ signal }) => {
      // A stale indexer answers with 503, and says how stale it is.
      const answer = await fetch('/v1/health', { signal })
      return healthSchema.parse(await answer.json())
    },
    refetchInterval: pollMs,
    retry: false,
  })
  return { data, problem: error ? sentenceOf(error) : undefined }
}
