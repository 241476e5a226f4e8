import type { Clock, delay, Logger } from '@millrace/common'
import type { Profile } from '@millrace/media'
import type { Verdict } from '@millrace/verification'
import type { SegmentToVerify } from '@millrace/verification/looking'
import { type CheckOutcome, checkDepth, drawOf, type PolicyOptions } from '@millrace/verification/policy'
import type { OrchestratorBook } from '../discovery/orchestrator-book.ts'
import type {
  ReceivedRefusal,
  ReceivedResult,
  RefusedResult,
  RenditionFault,
  ResultWatch,
} from '../dispatch/types.ts'
import { BadResultError, ResultCheckError } from '../errors.ts'
import type { CheckMetrics } from './check-metrics.ts'
import { afterChecked, type BadResult, standingOf } from './check-record.ts'
import { describeReasons, outcomeOf, reasonsOf } from './verdict.ts'

/** What came of a draw: a verdict, or why there is none, which is nobody's fault but the source's or this machine's. */
export type Outcome =
  | CheckOutcome
  /** The source cannot be decoded. */
  | 'source'
  /** What looks at results failed, or ran out of time. */
  | 'failed'
  /** Too many wait already. */
  | 'no-room'
  /** This machine does not keep up with its streams. */
  | 'busy'
  /** A part of a segment, or a codec that cannot be looked at. */
  | 'unsupported'

export interface ResultChecksOptions {
  /** `content`: quickly or thoroughly, as is due. */
  readonly by: 'facts' | 'content'
  readonly policy: PolicyOptions
  /** 32 bytes, never shown: what decides which results are checked. */
  readonly secret: Uint8Array
}

/** One bad result, with all that was seen of it. */
export interface FoundBad {
  readonly streamId: string
  readonly received: Pick<ReceivedResult, 'segment' | 'orchestratorId' | 'orchestrator'> & {
    readonly result: Omit<RefusedResult, 'fault'>
  }
  readonly profiles: readonly Profile[]
  readonly verdicts: readonly Verdict[]
  readonly bad: BadResult
  /** It was published before its verdict. */
  readonly wasPublished: boolean
}

export interface ResultChecksDependencies {
  readonly book: Pick<OrchestratorBook, 'get' | 'recordChecks' | 'recordBadResult'>
  readonly examiner: {
    readonly hasRoom: boolean
    readonly isClosed: boolean
    examine(segment: SegmentToVerify): Promise<readonly Verdict[]>
  }
  readonly machine: { readonly isSaturated: boolean }
  readonly metrics: CheckMetrics
  /** Told of each bad result, once its orchestrator is suspended. */
  readonly onBad: (found: FoundBad) => void
  readonly clock: Clock
  readonly delay: typeof delay
  readonly log: Logger
}

/** What came of checks since the process began. */
export type CheckCounts = Readonly<Record<Outcome | 'late', number>>

interface OrderedBy {
  readonly streamId: string
  readonly profiles: readonly Profile[]
}

/** How closely a result is looked at, and at which of its frames: from 0 to 1. */
type Due = Pick<SegmentToVerify, 'depth' | 'phase'>

/** Of each step of a look. What may be decoded of a result is bounded, so that only a machine that stands still needs it. */
const timeoutMs = 60_000
/** What is nobody's fault comes with every segment: it is told of once in so long. */
const tellAgainMs = 60_000
/** Codecs that can be looked at. */
const readableCodecs: ReadonlySet<Profile['codec']> = new Set(['h264', 'h265'])

/** Of what was not looked at. */
const unseen: Verdict = {
  ...{ outcome: 'good', reasons: [], scores: undefined, usedReference: false, wasDoubtful: false },
}

function refusalOf({ code, message }: RenditionFault): Verdict {
  return { ...unseen, outcome: 'bad', reasons: [{ code, severity: 'bad', message }] }
}

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
  #toldAtMs = Number.NEGATIVE_INFINITY

  constructor(options: ResultChecksOptions, deps: ResultChecksDependencies) {
    this.#options = options
    this.#deps = deps
  }

  get counts(): CheckCounts {
    return { ...this.#counts }
  }

  get policy(): PolicyOptions {
    return this.#options.policy
  }

  /** Watches the results of one stream. */
  forStream(stream: OrderedBy): ResultWatch {
    return {
      check: (received) => this.#check(received, stream),
      onRefused: (refusal) => this.#tellOfRefused(refusal, stream),
    }
  }

  async #check(received: ReceivedResult, stream: OrderedBy): Promise<BadResultError | undefined> {
    const due = this.#dueOf(received, stream)
    if (!due) return undefined
    const whyNot = this.#whyNot(received, stream)
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

  #whyNot({ segment }: ReceivedResult, { profiles }: OrderedBy): Outcome | undefined {
    const isReadable = profiles.every(({ codec }) => readableCodecs.has(codec))
    if (segment.slice || !segment.video || !isReadable) return 'unsupported'
    if (this.#deps.machine.isSaturated) return 'busy'
    return this.#deps.examiner.hasRoom ? undefined : 'no-room'
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
    const { clock, examiner, metrics } = this.#deps
    const startedMs = clock.nowMs()
    try {
      const verdicts = await examiner.examine(this.#segmentOf(received, stream, due))
      metrics.observeSeconds(clock.nowMs() - startedMs)
      return this.#conclude(received, stream, { verdicts, wasPublished: publication.isDone })
    } catch (error) {
      if (!examiner.isClosed) this.#excuse(error, stream)
      return undefined
    }
  }

  #segmentOf({ segment, result }: ReceivedResult, { profiles }: OrderedBy, due: Due): SegmentToVerify {
    const { widthPx = 0, heightPx = 0 } = segment.video ?? {}
    return {
      source: segment.bytes,
      sourceSize: { widthPx, heightPx },
      renditions: result.renditions.flatMap(({ bytes, pixels }, index) => {
        const profile = profiles[index]
        // Whose signature it is was looked at before, with all renditions.
        return profile ? [{ profile, bytes, isSigned: true, claimedPixels: pixels }] : []
      }),
      ...due,
      timeoutMs,
    }
  }

  #conclude(
    received: ReceivedResult,
    { streamId, profiles }: OrderedBy,
    { verdicts, wasPublished }: Pick<FoundBad, 'verdicts' | 'wasPublished'>,
  ): BadResultError | undefined {
    const { book, clock, metrics, onBad } = this.#deps
    const { orchestratorId: id, segment } = received
    const outcome = outcomeOf(verdicts)
    this.#count(outcome)
    const record = book.get(id)?.checks
    if (outcome !== 'bad') {
      if (record) book.recordChecks(id, afterChecked(record, { outcome }, this.#options.policy))
      return undefined
    }
    const names = profiles.map(({ name }) => name)
    const reasons = reasonsOf(verdicts, names)
    const bad: BadResult = { atMs: clock.nowMs(), streamId, seqNo: segment.seqNo, reasons }
    if (record) book.recordBadResult(id, afterChecked(record, { outcome, bad }, this.#options.policy))
    metrics.countBad(new Set(reasons.map(({ code }) => code)))
    onBad({ streamId, received, profiles, verdicts, bad, wasPublished })
    return new BadResultError({ detail: describeReasons(reasons) })
  }

  /** It was suspended for it, as for any lie; what is left is to keep what proves it. */
  #tellOfRefused({ refused, ...received }: ReceivedRefusal, { streamId, profiles }: OrderedBy): void {
    const { clock, metrics, onBad } = this.#deps
    const { fault, ...result } = refused
    const verdicts = profiles.map((_, index) => (index === fault.index ? refusalOf(fault) : unseen))
    const reasons = reasonsOf(
      verdicts,
      profiles.map(({ name }) => name),
    )
    const bad: BadResult = { atMs: clock.nowMs(), streamId, seqNo: received.segment.seqNo, reasons }
    metrics.countBad(new Set([fault.code]))
    onBad({ streamId, received: { ...received, result }, profiles, verdicts, bad, wasPublished: false })
  }

  #count(outcome: Outcome): void {
    this.#counts[outcome]++
    this.#deps.metrics.countCheck(outcome)
  }

  /** What is no fault of the orchestrator has no consequence for it. */
  #excuse(err: unknown, { streamId }: OrderedBy): void {
    const { log, clock } = this.#deps
    const isSource = err instanceof ResultCheckError && err.isSource
    this.#count(isSource ? 'source' : 'failed')
    const nowMs = clock.nowMs()
    if (nowMs - this.#toldAtMs < tellAgainMs) return
    this.#toldAtMs = nowMs
    log.warn({ err, streamId }, isSource ? 'source cannot be checked against' : 'result could not be checked')
  }
}
