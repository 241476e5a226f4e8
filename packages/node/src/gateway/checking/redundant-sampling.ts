import type { Logger } from '@millrace/common'
import type { Verdict } from '@millrace/verification'
import { resultsAgree } from '@millrace/verification/looking'
import { type Draw, drawOf } from '@millrace/verification/policy'
import type { OrchestratorBook } from '../discovery/orchestrator-book.ts'
import type { SecondWay, SegmentSession, TakenResult } from '../dispatch/types.ts'
import { RefusedResultError } from '../errors.ts'
import type { CheckMetrics } from './check-metrics.ts'
import type { Consequences, OrderedBy } from './consequences.ts'
import type { Excused, ResultLook, Unseen } from './result-look.ts'

/** What came of asking a second orchestrator. */
export type RedundantOutcome =
  | 'agreed'
  /** They did not agree, and both were good beside a reference transcode. */
  | 'dispelled'
  /** At least one of the two results was not what was ordered. */
  | 'bad'
  /** Nobody else is fit to be asked. */
  | 'nobody'
  /** The second result did not come, or was refused at once. */
  | 'unanswered'
  | Excused
  | Unseen

export interface RedundantSamplingOptions {
  /** Part of the segments that a second orchestrator makes, too. */
  readonly share: number
  /** 32 bytes, never shown: what decides which segments these are. */
  readonly secret: Uint8Array
  /** A second result that takes longer is not waited for. */
  readonly deadlineMs: number
}

export interface RedundantSamplingDependencies {
  readonly book: Pick<OrchestratorBook, 'get' | 'entries'>
  readonly look: Pick<ResultLook, 'whyNot' | 'look'>
  readonly consequences: Pick<Consequences, 'draw' | 'drawRefused'>
  readonly metrics: CheckMetrics
  readonly log: Logger
}

/** Segments that a second orchestrator has, or that are compared: each is held in memory with both of its results. */
const maxUnderWay = 2

/**
 * Has part of the segments made by a second orchestrator, too, and compares what the two made. Publication does not wait
 * for it. Where they disagree, a reference transcode decides.
 */
export class RedundantSampling {
  readonly #options: RedundantSamplingOptions
  readonly #deps: RedundantSamplingDependencies
  readonly #counts = new Map<RedundantOutcome, number>()
  #underWay = 0

  constructor(options: RedundantSamplingOptions, deps: RedundantSamplingDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** What came of it since the process began. */
  countOf(outcome: RedundantOutcome): number {
    return this.#counts.get(outcome) ?? 0
  }

  /** Told of a result that is being published. Resolves when nothing more will come of it; never rejects. */
  async compare(taken: TakenResult, stream: OrderedBy, way: SecondWay): Promise<void> {
    if (this.#drawOf(taken, stream).chance >= this.#options.share) return
    const whyNot = this.#underWay < maxUnderWay ? this.#deps.look.whyNot({ ...stream, ...taken }) : 'no-room'
    if (whyNot) return this.#count(whyNot)
    this.#underWay++
    try {
      const outcome = await this.#outcomeOf(taken, stream, way)
      if (outcome) this.#count(outcome)
    } finally {
      this.#underWay--
    }
  }

  #drawOf({ result, segment }: TakenResult, { streamId }: OrderedBy): Draw {
    const { sessionId } = result.exchange.terms.authToken
    return drawOf(this.#options.secret, { streamId, sessionId, seqNo: segment.seqNo })
  }

  /** @returns undefined when the gateway closes. */
  async #outcomeOf(
    taken: TakenResult,
    stream: OrderedBy,
    way: SecondWay,
  ): Promise<RedundantOutcome | undefined> {
    const { look, log } = this.#deps
    const session = await this.#anotherThan(taken.orchestratorId, way)
    if (!session) return 'nobody'
    const second = await this.#askAgain(session, taken, stream, way)
    if (!second) return 'unanswered'
    const both = [taken, second]
    const { segment } = taken
    const results = both.map(({ result }) => result)
    const { phase } = this.#drawOf(taken, stream)
    const quick = await look.look({ ...stream, segment, results }, { phase, depth: 'quick' })
    if (typeof quick !== 'object') return quick
    if (this.#concludeBad(both, quick, stream)) return 'bad'
    const [one = [], other = []] = quick
    if (resultsAgree(stream.profiles, one, other)) return 'agreed'
    const orchestrators = both.map(({ orchestrator }) => orchestrator)
    log.info({ streamId: stream.streamId, seqNo: segment.seqNo, orchestrators }, 'two results disagree')
    const thorough = await look.look({ ...stream, segment, results }, { phase, depth: 'thorough' })
    if (typeof thorough !== 'object') return thorough
    return this.#concludeBad(both, thorough, stream) ? 'bad' : 'dispelled'
  }

  /** Somebody of another operator, who has no reason to lie alike, as long as there is one. */
  async #anotherThan(id: string, { sessions }: SecondWay): Promise<SegmentSession | undefined> {
    const { book } = this.#deps
    const operator = book.get(id)?.operator
    const alike = book.entries().filter((entry) => entry.operator === operator)
    const foreign = await sessions.another(new Set([id, ...alike.map(({ known }) => known.id)]))
    return foreign ?? (alike.length > 1 ? sessions.another(new Set([id])) : undefined)
  }

  async #askAgain(
    session: SegmentSession,
    { segment }: TakenResult,
    stream: OrderedBy,
    { signal, onForfeit }: SecondWay,
  ): Promise<TakenResult | undefined> {
    const { consequences, log } = this.#deps
    const { orchestratorId, address: orchestrator } = session
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(this.#options.deadlineMs)])
    try {
      const result = await session.transcode(segment, deadline, onForfeit)
      return { segment, result, orchestratorId, orchestrator }
    } catch (err) {
      if (err instanceof RefusedResultError)
        consequences.drawRefused({ segment, refused: err.refused, orchestratorId, orchestrator }, stream)
      else
        log.info({ err, streamId: stream.streamId, seqNo: segment.seqNo, orchestrator }, 'no second result')
      return undefined
    }
  }

  /** @returns whether any of them is bad. Only the first one was published. */
  #concludeBad(
    results: readonly TakenResult[],
    verdicts: readonly (readonly Verdict[])[],
    stream: OrderedBy,
  ): boolean {
    const isBad = (of: readonly Verdict[] = []) => of.some(({ outcome }) => outcome === 'bad')
    const bad = results.filter((_, index) => isBad(verdicts[index]))
    for (const one of bad) {
      const seen = { verdicts: verdicts[results.indexOf(one)] ?? [], wasPublished: one === results[0] }
      this.#deps.consequences.draw(one, stream, seen)
    }
    return bad.length > 0
  }

  #count(outcome: RedundantOutcome): void {
    this.#counts.set(outcome, this.countOf(outcome) + 1)
    this.#deps.metrics.countRedundant(outcome)
  }
}
