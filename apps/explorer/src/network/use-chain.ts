import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useNetwork } from './network-context.tsx'
import type { Protocol } from './protocol.ts'
import { useBlockNumber } from './use-block-number.ts'

/**
 * A fact of the chain, read anew with every block; the last one stays while the next is read. `read` must be the same
 * for the same `name` and `args`.
 */
export function useChain<T>(
  name: string,
  args: readonly string[],
  read: (protocol: Protocol) => Promise<T>,
): UseQueryResult<T> {
  const { protocol } = useNetwork()
  const { data: blockNumber } = useBlockNumber()
  return useQuery({
    queryKey: [name, ...args, String(blockNumber)],
    queryFn: () => read(protocol),
    enabled: blockNumber !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  })
}
