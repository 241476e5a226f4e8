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
  const opened = readDeployment(chain.client, controller).then(
    (deployment) => new StakingStateReader(chain.client, deployment),
  )
  readers.set(chain, opened)
  // What could not be read once can be asked for again.
  opened.catch(() => readers.delete(chain))
  return opened
}

/** All that a plan looks at, read anew with every block. */
export function useStakingState(query: StateQuery): ChainFact<StakingState> {
  const { chain, config } = useNetwork()
  const { account, orchestrators = [], receiver = '', lockIds = [] } = query
  const args = [account, orchestrators.join(), receiver, lockIds.join()]
  const read = async () => (await readerOf(chain, config)).read(query)
  // What was read for another account or plan must never stand in for this one.
  return useChain('staking', args, read)
}
