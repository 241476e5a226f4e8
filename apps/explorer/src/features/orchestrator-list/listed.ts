import type { StatusOrchestrator } from '@millrace/client'
import type { RowOf } from '../../api/indexer.ts'
import type { Price } from '../../format/amounts.ts'
import type { Forecast } from '../../yield/forecast.ts'
import type { Election } from '../orchestrators/election.ts'

export type OrchestratorRow = RowOf<'/v1/orchestrators'>

/** An orchestrator with all that people compare them by. What is not known is undefined, and never 0. */
export interface Listed {
  readonly row: OrchestratorRow
  /** What it calls itself. */
  readonly name: string | undefined
  readonly election: Election
  readonly isNew: boolean
  /** Part of the stake delegated to it that is its own. */
  readonly ownShare: number | undefined
  /** What a gateway has seen of it. */
  readonly seen: StatusOrchestrator | undefined
  readonly price: Price | undefined
  /** Of ten. */
  readonly score: number | undefined
  /** Undefined outside of the next round's active set. */
  readonly forecast: Forecast | undefined
  /** Rewards, and fees where a price of the token is given, as a fraction of the principal. */
  readonly total: number | undefined
  /** Whether the reader delegates to it. */
  readonly isOwn: boolean
}
