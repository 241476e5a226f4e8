import { useMemo } from 'react'
import type { RowOf } from '../../api/indexer.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { type List, useList } from '../../api/use-list.ts'
import type { OrchestratorRow } from '../orchestrator-list/listed.ts'
import type { Election } from '../orchestrators/election.ts'
import { electionOfRow } from '../orchestrators/election-of-row.ts'

interface OrchestratorRecord {
  readonly row: OrchestratorRow | undefined
  readonly election: Election | undefined
  readonly problem: string | undefined
  /** No stake was ever delegated to this account. */
  readonly isUnknown: boolean
  /** Its rounds that have begun, the youngest first: the next one is prepared by changes of stake, and empty. */
  readonly pools: List<RowOf<'/v1/pools'>>
  /** Changes of its cuts, the youngest first. */
  readonly cutChanges: List<RowOf<'/v1/cut-changes'>>
}

/** What the indexer knows of one orchestrator. */
export function useRecord(address: string): OrchestratorRecord {
  const { data, problem, isUnknown } = useAnswer('/v1/orchestrators/{address}', { path: { address } })
  const overview = useAnswer('/v1/overview')
  const row = data?.orchestrator
  const currentRound = overview.data?.round.number
  const pools = useList('/v1/pools', { query: { orchestrator: address } })
  const begun = useMemo(
    () => (currentRound === undefined ? undefined : pools.rows?.filter(({ round }) => round <= currentRound)),
    [pools.rows, currentRound],
  )
  return {
    row,
    election: row && currentRound !== undefined ? electionOfRow(row, currentRound) : undefined,
    ...{ problem: problem ?? overview.problem, isUnknown },
    pools: { ...pools, rows: begun },
    cutChanges: useList('/v1/cut-changes', { query: { orchestrator: address } }),
  }
}
