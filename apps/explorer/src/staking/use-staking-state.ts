import { type Address, getAddress } from 'viem'
import { ask } from '../api/indexer.ts'
import type { Chain } from '../network/chain.ts'
import type { NetworkConfig } from '../network/config.ts'
import { useNetwork } from '../network/network-context.tsx'
import { type ChainFact, useChain } from '../network/use-chain.ts'
import { readDeployment, StakingStateReader, type StateQuery } from './read-state.ts'
import type { StakingState } from './state.ts'

/** One reader a chain: it remembers the pool, which is then read in one round trip. */
const readers = new WeakMap<Chain, Promise<StakingStateReader>>()

function readerOf(chain: Chain, { controller }: NetworkConfig): Promise<StakingStateReader> {
  const known = readers.get(chain)
  if (known) return known
  const opened = Promise.all([readDeployment(chain.client, controller), likelyPool()]).then(
    ([deployment, pool]) => new StakingStateReader(chain.client, deployment, pool),
  )
  readers.set(chain, opened)
  // What could not be read once can be asked for again.
  opened.catch(() => readers.delete(chain))
  return opened
}

const poolRows = 200

/** The pool as the indexer knows it; an indexer that is behind, slow or gone costs round trips, and no more. */
async function likelyPool(): Promise<readonly Address[]> {
  try {
    const query = { state: 'active', limit: poolRows } as const
    const { items } = await ask('/v1/orchestrators', { query }, AbortSignal.timeout(patienceMs))
    return items.map(({ address }) => getAddress(address))
  } catch {
    return []
  }
}

const patienceMs = 1_000

/** All that a plan looks at, read anew with every block. */
export function useStakingState(query: StateQuery): ChainFact<StakingState> {
  const { chain, config } = useNetwork()
  const { account, orchestrators = [], receiver = '', lockIds = [] } = query
  const args = [account, orchestrators.join(), receiver, lockIds.join()]
  const read = async () => (await readerOf(chain, config)).read(query)
  // What was read for another account or plan must never stand in for this one.
  return useChain('staking', args, read)
}
