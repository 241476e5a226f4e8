import { useQueryClient } from '@tanstack/react-query'
import { getBlockNumber } from 'viem/actions'
import { advanceLedger, type Ledger, type LedgerState, startLedger } from './ledger.ts'
import { readLedgerEvents } from './ledger-events.ts'
import { useNetwork } from './network-context.tsx'
import { type ChainFact, useChain } from './use-chain.ts'
import { chainKey, headKey } from './use-head.ts'

/** What the contracts' events since the deployment add up to; each block only adds what is new. */
export function useLedger(): ChainFact<Ledger> {
  const { config } = useNetwork()
  const queries = useQueryClient()
  const { data, problem } = useChain('ledger', [], async (protocol): Promise<LedgerState> => {
    const start = startLedger(config.deployedAtBlock)
    const head =
      queries.getQueryData<bigint>(headKey) ?? (await getBlockNumber(protocol.client, { cacheTime: 0 }))
    const known = queries.getQueryData<LedgerState>([...chainKey, 'ledger']) ?? start
    // A chain that has become shorter was begun anew.
    const base = head < known.settledBlock ? start : known
    const events = await readLedgerEvents(protocol, { from: base.settledBlock + 1n, head })
    return advanceLedger(base, head, events)
  })
  return { data: data?.current, problem }
}
