import { useMemo } from 'react'
import { useAll } from '../../api/use-all.ts'
import { byEntity, entitiesOf, type LinkEvent } from './entities.ts'
import type { CountedBy, StakeOf } from './search.ts'

interface Holder {
  readonly address: string
  readonly amountWei: bigint
}

/** What is measured. */
export interface Stakes {
  /** Undefined while it is on its way. */
  readonly amounts: readonly bigint[] | undefined
  readonly problem: string | undefined
  /** Accounts that count as one with another. */
  readonly links: number | undefined
}

export function useStakes(of: StakeOf, by: CountedBy): Stakes {
  const { rows: holders, problem } = useHolders(of)
  const { rows: events, problem: linkProblem } = useLinks()
  return useMemo(() => {
    const entities = events && entitiesOf(events)
    const amounts =
      by === 'address'
        ? holders?.map(({ amountWei }) => amountWei)
        : holders && entities && byEntity(holders, entities)
    const links = holders && entities && holders.filter(({ address }) => entities(address) !== address).length
    return { amounts, links, problem: problem ?? (by === 'entity' ? linkProblem : undefined) }
  }, [holders, events, by, problem, linkProblem])
}

function useHolders(of: StakeOf) {
  const isOrchestrators = of === 'orchestrators'
  const orchestrators = useAll(
    '/v1/orchestrators',
    { query: { state: 'active' } },
    { enabled: isOrchestrators },
  )
  const delegators = useAll('/v1/delegators', {}, { enabled: !isOrchestrators })
  const { problem } = isOrchestrators ? orchestrators : delegators
  const rows = useMemo(
    (): readonly Holder[] | undefined =>
      isOrchestrators
        ? orchestrators.rows?.map(({ address, delegatedStakeWei }) => ({
            address,
            amountWei: delegatedStakeWei,
          }))
        : delegators.rows?.map(({ address, stakeWei }) => ({ address, amountWei: stakeWei })),
    [isOrchestrators, orchestrators.rows, delegators.rows],
  )
  return { rows, problem }
}

/** Links of accounts, the oldest first; none where no registry of identities is watched. */
function useLinks(): {
  readonly rows: readonly LinkEvent[] | undefined
  readonly problem: string | undefined
} {
  const linked = useAll('/v1/events', { query: { name: 'AccountsLinked', order: 'asc' } })
  const unlinked = useAll('/v1/events', { query: { name: 'AccountsUnlinked', order: 'asc' } })
  const rows = useMemo(
    () => linked.rows && unlinked.rows && [...linked.rows, ...unlinked.rows].toSorted(byPlace),
    [linked.rows, unlinked.rows],
  )
  return { rows, problem: linked.problem ?? unlinked.problem }
}

interface Place {
  readonly blockNumber: number
  readonly logIndex: number
}

function byPlace(a: Place, b: Place): number {
  return a.blockNumber - b.blockNumber || a.logIndex - b.logIndex
}
