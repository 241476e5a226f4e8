import { useQuery } from '@tanstack/react-query'
import { useNetwork } from './network-context.tsx'

/** How often the chain is asked for its newest block. */
export const blockPollMs = 1_000

/** Number of the newest block; chain facts that carry it in their query key are read anew with every block. */
export function useBlockNumber() {
  const { protocol } = useNetwork()
  return useQuery({
    queryKey: ['block-number'],
    queryFn: () => protocol.client.getBlockNumber({ cacheTime: 0 }),
    refetchInterval: blockPollMs,
  })
}
