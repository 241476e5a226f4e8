import type { Segment } from '@millrace/media'
import {
  AttemptError,
  type AttemptFailure,
  BadResultError,
  NoOrchestratorError,
  PaymentRequiredError,
  RefusedResultError,
} from '../errors.ts'
import type { DispatcherDependencies, DispatcherOptions, HedgeRefusal } from './dispatcher.ts'
import type { Attempt, DispatchOutcome, Lost, SegmentResult, SegmentSession } from './types.ts'

/** Waits between rounds of asking the same orchestrators again. */
const firstBackOffMs = 200
const maxBackOffMs = 2_000

/**
 * Failures that cost an attempt. Being unreachable, full or too dear is known at once and says nothing of the segment:
 * those are asked again, after others, until the deadline.
 */
const countedFailures: ReadonlySet<AttemptFailure> = new Set([
  'TIMEOUT',
  'REFUSED',
  'TRANSCODE_FAILED',
  'SEGMENT_UNUSABLE',
  'BAD_RESULT',
])

/** One that got no second attempt is looked at again after this. */
const lookAgainMs = 500

interface RunningAttempt {
  readonly orchestratorId: string
  readonly session: SegmentSession
  readonly attempt: Attempt
  readonly abort: AbortController
  readonly settled: Promise<Settled>
  settledAtMs: number | undefined
}

type Settled =
  | { readonly kind: 'result'; readonly from: RunningAttempt; readonly result: SegmentResult }
  | { readonly kind: 'failure'; readonly from: RunningAttempt; readonly error: AttemptError }

/** The attempts of one segment. */
export class SegmentRun {
  readonly #segment: Segment
  readonly #options: DispatcherOptions
  readonly #deps: DispatcherDependencies
  readonly #attempts: Attempt[] = []
  readonly #running = new Set<RunningAttempt>()
  readonly #tried = new Set<string>()
  readonly #unusableAt = new Set<string>()
  readonly #startedAtMs: number
  #failures = 0
  #hedgeRefusal: HedgeRefusal | undefined
  #backOffMs = firstBackOffMs
  #lastProblem: Lost = { reason: 'no-orchestrators', detail: 'nobody was asked' }

  constructor(segment: Segment, options: DispatcherOptions, deps: DispatcherDependencies) {
    this.#segment = segment
    this.#options = options
    this.#deps = deps
    this.#startedAtMs = deps.clock.nowMs()
  }

  async run(signal: AbortSignal): Promise<DispatchOutcome> {
    const over = new AbortController()
    const deadline = AbortSignal.any([signal, over.signal])
    this.#deps.delay(this.#options.segmentDeadlineMs, { signal: deadline }).then(
      () => over.abort(),
      () => {},
    )
    try {
      await this.#startNext(deadline)
      while (!deadline.aborted) {
        const event = await this.#checked(await this.#nextEvent(deadline))
        if (event === 'late') await this.#hedge(deadline)
        else if (event?.kind === 'result') return this.#done(event)
        else if (event?.kind === 'failure') {
          const lost = this.#judge(event)
          if (lost) return this.#lost(lost)
          if (this.#running.size === 0) await this.#startNext(deadline)
        }
      }
    } catch (error) {
      if (error instanceof PaymentRequiredError) {
        return this.#lost({ reason: 'payment-required', detail: error.message })
      }
      if (!deadline.aborted) throw error
    } finally {
      this.#takeBack()
      over.abort()
    }
    const { reason, detail } = this.#lastProblem
    return this.#lost(reason === 'attempts' ? { reason: 'deadline', detail } : { reason, detail })
  }

  /** The first attempt to settle, or `late`, or undefined when time is over. */
  async #nextEvent(deadline: AbortSignal): Promise<Settled | 'late' | undefined> {
    const waiting = new AbortController()
    const signal = AbortSignal.any([deadline, waiting.signal])
    const late = this.#deps.delay(this.#untilLateMs(), { signal }).then(
      () => 'late' as const,
      () => undefined,
    )
    try {
      return await Promise.race([...[...this.#running].map(({ settled }) => settled), late])
    } finally {
      waiting.abort()
    }
  }

  /** A result that shows to be bad in time is a failure. Half of the time that is left is kept for doing it again. */
  async #checked<Event extends Settled | 'late' | undefined>(event: Event): Promise<Event | Settled> {
    if (event === 'late' || event?.kind !== 'result') return event
    const { from, result } = event
    const leftMs = this.#startedAtMs + this.#options.segmentDeadlineMs - this.#deps.clock.nowMs()
    const error = await this.#deps.check?.({
      ...{ segment: this.#segment, result, orchestratorId: from.orchestratorId },
      orchestrator: from.attempt.orchestrator,
      waitMs: Math.max(0, Math.min(this.#lateAfterMs, leftMs / 2)),
    })
    return error ? { kind: 'failure', from, error } : event
  }

  /** From now until the newest attempt is late. */
  #untilLateMs(): number {
    const { clock } = this.#deps
    const startedAtMs = Math.max(...[...this.#running].map(({ attempt }) => attempt.startedAtMs))
    const dueMs = startedAtMs + this.#lateAfterMs - clock.nowMs()
    return dueMs > 0 ? dueMs : lookAgainMs
  }

  get #lateAfterMs(): number {
    const { hedgeAfterMs, hedgeAfterDurations } = this.#options
    return Math.max(hedgeAfterMs, this.#segment.durationMs * hedgeAfterDurations)
  }

  async #hedge(deadline: AbortSignal): Promise<void> {
    const { bottleneck, hedges, sessions } = this.#deps
    for (const { orchestratorId } of this.#running) bottleneck.record(orchestratorId, true)
    if (this.#running.size > 1) return
    const refusal = bottleneck.cause ?? (hedges.take() ? undefined : 'budget')
    if (refusal) {
      if (!this.#hedgeRefusal) this.#deps.onHedgeRefused?.(refusal)
      this.#hedgeRefusal = refusal
      return
    }
    const session = await sessions.another(this.#tried)
    // The late one may have come back while the session was opened: then nobody is paid twice.
    const isStillLate = [...this.#running].every(({ settledAtMs }) => settledAtMs === undefined)
    if (session && isStillLate && !deadline.aborted) this.#start(session, true)
  }

  /** Starts one attempt, waiting for somebody to be there. @throws when `deadline` aborts. */
  async #startNext(deadline: AbortSignal): Promise<void> {
    for (;;) {
      deadline.throwIfAborted()
      const session = await this.#choose()
      if (session) return this.#start(session, false)
      this.#tried.clear()
      await this.#deps.delay(this.#backOffMs, { signal: deadline })
      this.#backOffMs = Math.min(maxBackOffMs, this.#backOffMs * 2)
    }
  }

  async #choose(): Promise<SegmentSession | undefined> {
    try {
      if (this.#tried.size === 0 && this.#failures === 0) return await this.#deps.sessions.current()
      return await this.#deps.sessions.another(this.#tried)
    } catch (error) {
      if (!(error instanceof NoOrchestratorError)) throw error
      this.#lastProblem = { reason: 'no-orchestrators', detail: error.message }
      this.#deps.onStalled?.(this.#lastProblem)
      return undefined
    }
  }

  #start(session: SegmentSession, hedge: boolean): void {
    const { clock } = this.#deps
    const attempt: Attempt = {
      orchestrator: session.address,
      startedAtMs: clock.nowMs(),
      outcome: 'running',
      hedge,
    }
    const abort = new AbortController()
    const { promise: settled, resolve } = Promise.withResolvers<Settled>()
    const { orchestratorId } = session
    const from: RunningAttempt = { orchestratorId, session, attempt, abort, settled, settledAtMs: undefined }
    const settle = (outcome: Settled) => {
      from.settledAtMs = clock.nowMs()
      resolve(outcome)
    }
    this.#attempts.push(attempt)
    this.#running.add(from)
    this.#tried.add(orchestratorId)
    this.#lastProblem = { reason: 'deadline', detail: 'no answer came in time' }
    this.#report()
    const facts = { ...this.#factsOf(from), attempt: this.#attempts.length, hedge }
    this.#deps.log.debug(facts, 'segment sent')
    const onForfeit = (valueWei: bigint) =>
      this.#deps.onForfeit?.(
        valueWei,
        this.#attempts.some((one) => one.hedge),
      )
    session.transcode(this.#segment, abort.signal, onForfeit).then(
      (result) => settle({ kind: 'result', from, result }),
      (cause: unknown) => {
        const error =
          cause instanceof AttemptError
            ? cause
            : new AttemptError({ failure: 'REFUSED', detail: 'The attempt broke down.', cause })
        if (error.failure === 'SEGMENT_UNUSABLE') this.#unusableAt.add(orchestratorId)
        settle({ kind: 'failure', from, error })
      },
    )
  }

  #done({ from, result }: Settled & { kind: 'result' }): DispatchOutcome {
    this.#settle(from, 'won')
    const { tickets } = result
    const facts = { ...this.#factsOf(from), durationMs: from.attempt.durationMs, tickets }
    this.#deps.log.debug(facts, 'segment came back')
    const { durationMs = 0 } = from.attempt
    this.#deps.bottleneck.record(from.orchestratorId, durationMs >= this.#lateAfterMs)
    this.#takeBack()
    this.#report()
    const { orchestratorId, attempt } = from
    const { orchestrator } = attempt
    return { kind: 'done', result, orchestratorId, orchestrator, attempts: this.#attempts }
  }

  /** @returns why the segment is lost, when this failure decides that. */
  #judge({ from, error }: Settled & { kind: 'failure' }): Lost | undefined {
    const { log, onRefused } = this.#deps
    this.#settle(from, 'failed')
    from.attempt.error = error.failure
    this.#report()
    const { durationMs } = from.attempt
    const refused = error instanceof RefusedResultError ? error.refused : undefined
    if (refused && onRefused) {
      const { orchestratorId, attempt } = from
      onRefused({ segment: this.#segment, refused, orchestratorId, orchestrator: attempt.orchestrator })
    }
    // Whoever checks has told of it.
    const isTold = error instanceof BadResultError || (refused && onRefused)
    if (error.failure !== 'SPEND_CAP' && !isTold)
      log.warn({ err: error, ...this.#factsOf(from), durationMs }, 'segment attempt failed')
    this.#lastProblem = { reason: 'attempts', detail: error.message }
    if (countedFailures.has(error.failure)) this.#failures++
    if (this.#running.size > 0) return undefined
    if (error.failure === 'PAYMENT_REQUIRED') return { reason: 'payment-required', detail: error.message }
    if (error.failure === 'SPEND_CAP') return { reason: 'spend-cap', detail: error.message }
    // One orchestrator's word is not enough to give a segment up, two agree only about a bad one.
    if (this.#unusableAt.size > 1) return { reason: 'unusable', detail: error.message }
    return this.#failures >= this.#options.maxAttempts ? this.#lastProblem : undefined
  }

  #lost({ reason, detail }: Lost): DispatchOutcome {
    return { kind: 'lost', reason, detail, attempts: this.#attempts }
  }

  #factsOf({ session, attempt: { orchestrator } }: RunningAttempt) {
    return { seqNo: this.#segment.seqNo, sessionId: session.sessionId, orchestrator }
  }

  #takeBack(): void {
    for (const running of this.#running) {
      running.abort.abort()
      this.#settle(running, 'late')
    }
  }

  #settle(running: RunningAttempt, outcome: Attempt['outcome']): void {
    this.#running.delete(running)
    running.attempt.outcome = outcome
    // What a check of it took is not the orchestrator's time.
    const endedAtMs = running.settledAtMs ?? this.#deps.clock.nowMs()
    running.attempt.durationMs = endedAtMs - running.attempt.startedAtMs
  }

  #report(): void {
    this.#deps.onAttempts?.(this.#segment, this.#attempts)
  }
}
