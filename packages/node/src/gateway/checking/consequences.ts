import type { Clock } from '@millrace/common'
import type { Profile } from '@millrace/media'
import type { Verdict } from '@millrace/verification'
import type { PolicyOptions } from '@millrace/verification/policy'
import type { OrchestratorBook } from '../discovery/orchestrator-book.ts'
import type { ReceivedRefusal, ReceivedResult, RefusedResult, RenditionFault } from '../dispatch/types.ts'
import { BadResultError } from '../errors.ts'
import type { CheckMetrics } from './check-metrics.ts'
import { afterChecked, type BadResult } from './check-record.ts'
import { describeReasons, reasonsOf } from './verdict.ts'

/** The stream that a result is of, and what was ordered for it. */
export interface OrderedBy {
  readonly streamId: string
  readonly profiles: readonly Profile[]
}

/** One bad result, with all that was seen of it. */
export interface FoundBad extends OrderedBy {
  readonly received: Pick<ReceivedResult, 'segment' | 'orchestratorId' | 'orchestrator'> & {
    readonly result: Omit<RefusedResult, 'fault'>
  }
  readonly verdicts: readonly Verdict[]
  readonly bad: BadResult
  /** It was published before its verdict. */
  readonly wasPublished: boolean
}

export interface ConsequencesDependencies {
  readonly book: Pick<OrchestratorBook, 'get' | 'recordBadResult'>
  readonly metrics: CheckMetrics
  /** Told of each bad result, once its orchestrator is suspended. */
  readonly onBad: (found: FoundBad) => void
  readonly clock: Clock
}

/** Of what was not looked at. */
const unseen: Verdict = {
  ...{ outcome: 'good', reasons: [], scores: undefined, usedReference: false, wasDoubtful: false },
}

function refusalOf({ code, message }: RenditionFault): Verdict {
  return { ...unseen, outcome: 'bad', reasons: [{ code, severity: 'bad', message }] }
}

/** What a bad result leads to: whoever made it is suspended, and it is told of. */
export class Consequences {
  readonly #policy: PolicyOptions
  readonly #deps: ConsequencesDependencies

  constructor(policy: PolicyOptions, deps: ConsequencesDependencies) {
    this.#policy = policy
    this.#deps = deps
  }

  /** Of one that was looked at. */
  draw(
    received: FoundBad['received'],
    stream: OrderedBy,
    seen: Pick<FoundBad, 'verdicts' | 'wasPublished'>,
  ): BadResultError {
    const { orchestratorId: id } = received
    const bad = this.#badOf(received, stream, seen.verdicts)
    const record = this.#deps.book.get(id)?.checks
    if (record)
      this.#deps.book.recordBadResult(id, afterChecked(record, { outcome: 'bad', bad }, this.#policy))
    this.#tell({ ...stream, ...seen, received, bad })
    return new BadResultError({ detail: describeReasons(bad.reasons) })
  }

  /** Of one that was refused as soon as it came. It was suspended for it, as for any lie; what is left is what proves it. */
  drawRefused({ refused, ...received }: ReceivedRefusal, stream: OrderedBy): void {
    const { fault, ...result } = refused
    const verdicts = stream.profiles.map((_, index) => (index === fault.index ? refusalOf(fault) : unseen))
    const bad = this.#badOf(received, stream, verdicts)
    this.#tell({ ...stream, received: { ...received, result }, verdicts, bad, wasPublished: false })
  }

  #badOf(
    { segment: { seqNo } }: Pick<ReceivedResult, 'segment'>,
    { streamId, profiles }: OrderedBy,
    verdicts: readonly Verdict[],
  ): BadResult {
    const names = profiles.map(({ name }) => name)
    return { atMs: this.#deps.clock.nowMs(), streamId, seqNo, reasons: reasonsOf(verdicts, names) }
  }

  #tell(found: FoundBad): void {
    this.#deps.metrics.countBad(new Set(found.bad.reasons.map(({ code }) => code)))
    this.#deps.onBad(found)
  }
}
