import type { SegmentResult } from '../measure/segment-result.ts'
import type { RunSummary } from './test-run.ts'

/** A run that has ended. */
export interface EndedRun extends RunSummary {
  readonly startedAtMs: number
  readonly endedAtMs: number
  /** Expected value of its tickets. */
  readonly spentWei: bigint
}

/** What listeners are told of. */
export interface TesterEvents {
  /** One orchestrator was tested, and its results are kept. */
  readonly test: { readonly orchestrator: string; readonly results: readonly SegmentResult[] }
  readonly run: EndedRun
  /** A run could not be made. */
  readonly runFailed: { readonly err: unknown }
}
