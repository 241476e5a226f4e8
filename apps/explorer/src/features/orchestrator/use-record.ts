import { useAnswer } from '../../api/use-answer.ts'
import { type List, useList } from '../../api/use-list.ts'
import type { RowOf } from '../../api/indexer.ts'
import type { OrchestratorRow } from '../orchestrator-list/listed.ts'

interface OrchestratorRecord {
  readonly row: OrchestratorRow | undefined
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
  const pools = useList('/v1/pools', { query: { orchestrator: address } })
  const cutChanges = useList('/v1/cut-changes', { query: { orchestrator: address } })
  return { row: data?.orchestrator, problem, isUnknown, pools, cutChanges }
}
