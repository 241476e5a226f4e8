import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getBlockNumber } from 'viem/actions'
import { sentenceOf } from '../format/errors.ts'
import type { Chain } from './chain.ts'
import { useNetwork } from './network-context.tsx'

/** How often the chain is asked for its newest block. */
const blockPollMs = 1_000

const headKey = ['head'] as const
/** Below this key is all that may change with a block. */
export const chainKey = ['chain'] as const

export interface Head {
  readonly block: bigint | undefined
  /** When the chain last answered, ms since the Unix epoch; 0 before it has. */
  readonly heardAt: number
  /** Why the chain does not answer now. */
  readonly problem: string | undefined
}

/** The newest block. */
export function useHead(): Head {
  const { chain } = useNetwork()
  const { data, dataUpdatedAt, error } = useQuery(headQuery(chain))
  return { block: data, heardAt: dataUpdatedAt, problem: error ? sentenceOf(error) : undefined }
}

/** Has all chain facts that are on the page read anew with every block, together. Used once. */
export function useFollowChain(chain: Chain | undefined): void {
  const queries = useQueryClient()
  const { data } = useQuery({ ...headQuery(chain), enabled: chain !== undefined })
  useEffect(() => {
    // A read that takes longer than a block is let finish: it would never end otherwise.
    if (data !== undefined) void queries.invalidateQueries({ queryKey: chainKey }, { cancelRefetch: false })
  }, [data, queries])
}

function headQuery(chain: Chain | undefined) {
  return {
    queryKey: headKey,
    queryFn: () => {
      if (!chain) throw new Error('There is no chain to ask.')
      return getBlockNumber(chain.client, { cacheTime: 0 })
    },
    refetchInterval: blockPollMs,
    retry: false,
  }
}
