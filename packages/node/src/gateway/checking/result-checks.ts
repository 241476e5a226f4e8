import type { Clock, delay } from '@millrace/common'
import { type CheckOutcome, checkDepth, drawOf, type PolicyOptions } from '@millrace/verification/policy'
import type { OrchestratorBook } from '../discovery/orchestrator-book.ts'
import type { CheckReceived, ReceivedResult } from '../dispatch/types.ts'
import type { BadResultError } from '../errors.ts'
import type { CheckMetrics } from './check-metrics.ts'
import { afterChecked, standingOf } from './check-record.ts'
import type { Consequences, FoundBad, OrderedBy } from './consequences.ts'
import type { Due, Excused, ResultLook, Unseen } from './result-look.ts'
import { outcomeOf } from './verdict.ts'

/** What came of a draw: a verdict, or why there is none. */
export type Outcome = CheckOutcome | Excused | Unseen

export interface ResultChecksOptions {
  /** `content`: quickly or thoroughly, as is due. */
  readonly by: 'facts' | 'content'
  readonly policy: PolicyOptions
  /** 32 bytes, never shown: what decides which results are checked. */
  readonly secret: Uint8Array
}

export interface ResultChecksDependencies {
  readonly book: Pick<OrchestratorBook, 'get' | 'recordChecks'>
  readonly look: Pick<ResultLook, 'whyNot' | 'look'>
  readonly consequences: Pick<Consequences, 'draw'>
  readonly metrics: CheckMetrics
  readonly clock: Clock
  readonly delay: typeof delay
}

/** What came of checks since the process began. */
export type CheckCounts = Readonly<Record<Outcome | 'late', number>>

/** Checks the results that are drawn for it, and draws the consequences. */
export class ResultChecks {
  readonly #options: ResultChecksOptions
  readonly #deps: ResultChecksDependencies
  readonly #counts: Record<Outcome | 'late', number> = {
    ...{
      good: 0,
      dispelled: 0,
      bad: 0,
      source: 0,
      failed: 0,
      'no-room': 0,
      busy: 0,
      unsupported: 0,
      late: 0,
    },
  }

  constructor(options: ResultChecksOptions, deps: ResultChecksDependencies) {
    this.#options = options
    this.#deps = deps
  }

  get counts(): CheckCounts {
    return { ...this.#counts }
  }

  /** Checks the results of one stream. */
  forStream(stream: OrderedBy): CheckReceived {
    return (received) => this.#check(received, stream)
  }

  async #check(received: ReceivedResult, stream: OrderedBy): Promise<BadResultError | undefined> {
    const due = this.#dueOf(received, stream)
    if (!due) return undefined
    const whyNot = this.#deps.look.whyNot({ ...stream, ...received })
    if (whyNot) {
      this.#count(whyNot)
      return undefined
    }
    const publication = { isDone: false }
    const verdict = this.#judge(received, { ...stream, due, publication })
    const waiting = new AbortController()
    const late = this.#deps.delay(received.waitMs, { signal: waiting.signal }).then(
      () => 'late' as const,
      () => undefined,
    )
    const first = await Promise.race([verdict, late])
    waiting.abort()
    if (first !== 'late') return first
    publication.isDone = true
    this.#counts.late++
    this.#deps.metrics.countLate()
    return undefined
  }

  /** How it is looked at; undefined: it is not drawn. */
  #dueOf({ orchestratorId, result, segment }: ReceivedResult, { streamId }: OrderedBy): Due | undefined {
    const entry = this.#deps.book.get(orchestratorId)
    if (!entry) return undefined
    const { by, policy, secret } = this.#options
    const { sessionId } = result.exchange.terms.authToken
    const { chance, phase } = drawOf(secret, { streamId, sessionId, seqNo: segment.seqNo })
    const depth = checkDepth(standingOf(entry.checks, policy), chance, policy)
    return depth && { phase, depth: by === 'facts' ? by : depth }
  }

  async #judge(
    received: ReceivedResult,
    {
      due,
      publication,
      ...stream
    }: OrderedBy & {
      readonly due: Due
      readonly publication: { readonly isDone: boolean }
    },
  ): Promise<BadResultError | undefined> {
    const { segment, result } = received
    const seen = await this.#deps.look.look({ ...stream, segment, results: [result] }, due)
    if (typeof seen === 'string') this.#count(seen)
    const verdicts = typeof seen === 'object' ? seen[0] : undefined
    if (!verdicts) return undefined
    return this.#conclude(received, stream, { depth: due.depth, verdicts, wasPublished: publication.isDone })
  }

  #conclude(
    received: ReceivedResult,
    stream: OrderedBy,
    { depth, ...seen }: Pick<FoundBad, 'verdicts' | 'wasPublished'> & Pick<Due, 'depth'>,
  ): BadResultError | undefined {
    const { book, consequences } = this.#deps
    const { orchestratorId: id } = received
    const outcome = outcomeOf(seen.verdicts, depth)
    this.#count(outcome)
    if (outcome === 'bad') return consequences.draw(received, stream, seen)
    const record = book.get(id)?.checks
    if (record) book.recordChecks(id, afterChecked(record, { outcome }, this.#options.policy))
    return undefined
  }

  #count(outcome: Outcome): void {
    this.#counts[outcome]++
    this.#deps.metrics.countCheck(outcome)
  }
}
