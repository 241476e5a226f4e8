import type { Clock, delay, Logger } from '@millrace/common'
import type { Segment } from '@millrace/media'
import type { Bottleneck, BottleneckCause } from './bottleneck.ts'
import type { HedgeBudget } from './hedge-budget.ts'
import { SegmentRun } from './segment-run.ts'
import type { Attempt, CheckReceived, DispatchOutcome, Lost, ResultWatch, SessionSource } from './types.ts'

export interface DispatcherOptions {
  readonly maxAttempts: number
  readonly segmentDeadlineMs: number
  readonly hedgeAfterMs: number
  readonly hedgeAfterDurations: number
}

/** Why no second orchestrator is asked for a late segment. */
export type HedgeRefusal = BottleneckCause | 'budget'

export interface DispatcherDependencies {
  readonly sessions: SessionSource
  readonly hedges: HedgeBudget
  /** Shared by all streams. */
  readonly bottleneck: Bottleneck
  /** Asked about each result before it is published; undefined: all are. */
  readonly check?: CheckReceived | undefined
  /** Told of each result that was refused as soon as it came, with what proves it. */
  readonly onRefused?: ResultWatch['onRefused'] | undefined
  /** Told of each result that is being published, with how the segment may be sent to one more. */
  readonly onTaken?: ResultWatch['onTaken'] | undefined
  readonly clock: Clock
  /** Waits by the same time as `clock`. */
  readonly delay: typeof delay
  readonly log: Logger
  /** Told at every change of the attempts of a segment. */
  readonly onAttempts?: (segment: Segment, attempts: readonly Attempt[]) => void
  /** Told once for each segment that is late and goes to no second one. */
  readonly onHedgeRefused?: (reason: HedgeRefusal) => void
  /** Told what was paid for nothing; `isHedged` when there was a second attempt besides. */
  readonly onForfeit?: (valueWei: bigint, isHedged: boolean) => void
  /** Told when there is nobody to ask, while the segment still waits for somebody. */
  readonly onStalled?: (problem: Lost) => void
}

/**
 * Gets one segment transcoded: asks an orchestrator, the next one when it fails, a second one at once when it is late
 * against the live edge. The first good result wins and the others are taken back.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #deps: DispatcherDependencies

  constructor(options: DispatcherOptions, deps: DispatcherDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** Never throws: a segment that nobody could transcode is an outcome. */
  async dispatch(segment: Segment, signal: AbortSignal): Promise<DispatchOutcome> {
    const { hedges, sessions, onTaken, onForfeit } = this.#deps
    hedges.addSegment()
    const outcome = await new SegmentRun(segment, this.#options, this.#deps).run(signal)
    if (outcome.kind === 'done') {
      const way = { sessions, signal, onForfeit: (valueWei: bigint) => onForfeit?.(valueWei, true) }
      onTaken?.({ segment, ...outcome }, way)
    }
    return outcome
  }
}
