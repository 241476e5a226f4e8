import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { sentenceOf } from '../format/errors.ts'
import type { Protocol } from './chain.ts'
import { useNetwork } from './network-context.tsx'
import { chainKey } from './use-head.ts'

/** A fact of the chain: the last that was read, or why there is none. */
export interface ChainFact<T> {
  readonly data: T | undefined
  readonly problem: string | undefined
}

interface ChainFactOptions {
  /** It never changes; it is read once. */
  readonly isConstant?: boolean
  /** The last fact stays while one with other arguments is read. */
  readonly keepsPrevious?: boolean
  readonly enabled?: boolean
}

const retryMs = 2_000

/**
 * A fact of the chain, read anew with every block; the last one stays while the next is read. `read` must be the same
 * for the same `name` and `args`.
 */
export function useChain<T>(
  name: string,
  args: readonly string[],
  read: (protocol: Protocol) => Promise<T>,
  { isConstant = false, keepsPrevious = false, enabled = true }: ChainFactOptions = {},
): ChainFact<T> {
  const { chain } = useNetwork()
  const { data, failureReason } = useQuery({
    queryKey: [...(isConstant ? ['constant'] : chainKey), name, ...args],
    queryFn: async () => read(await chain.open()),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
    retryDelay: retryMs,
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  })
  const isMissing = data === undefined && failureReason !== null
  return { data, problem: isMissing ? sentenceOf(failureReason) : undefined }
}
