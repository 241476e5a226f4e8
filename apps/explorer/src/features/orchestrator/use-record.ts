import type { RowOf } from '../../api/indexer.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { type List, useList } from '../../api/use-list.ts'
import type { OrchestratorRow } from '../orchestrator-list/listed.ts'
import type { Election } from '../orchestrators/election.ts'
import { electionOfRow } from '../orchestrators/election-of-row.ts'

interface OrchestratorRecord {
  readonly row: OrchestratorRow | undefined
  readonly election: Election | undefined
  /** The last initialised round. */
  readonly currentRound: number | undefined
  readonly problem: string | undefined
  /** No stake was ever delegated to this account. */
  readonly isUnknown: boolean
  /** Its rounds, the youngest first. */
  readonly pools: List<RowOf<'/v1/pools'>>
  /** Changes of its cuts, the youngest first. */
  readonly cutChanges: List<RowOf<'/v1/cut-changes'>>
}

/** What the indexer knows of one orchestrator. */
export function useRecord(address: string): OrchestratorRecord {
  const { data, problem, isUnknown } = useAnswer('/v1/orchestrators/{address}', { path: { address } })
  const overview = useAnswer('/v1/overview')
  const row = data?.orchestrator
  return {
    row,
    election: row && overview.data && electionOfRow(row, overview.data.round.number),
    currentRound: overview.data?.round.number,
    ...{ problem: problem ?? overview.problem, isUnknown },
    pools: useList('/v1/pools', { query: { orchestrator: address } }),
    cutChanges: useList('/v1/cut-changes', { query: { orchestrator: address } }),
  }
}
