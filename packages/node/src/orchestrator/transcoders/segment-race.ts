import type { Logger } from '@millrace/common'
import {
  PoisonSegmentError,
  PoolClosedError,
  SegmentRefusedError,
  type TranscodeResult,
  TranscodeTimeoutError,
} from '@millrace/media'
import { TranscodeRefusedError } from '@millrace/wire'
import { AttemptFailedError, type AttemptFailure, NoTranscoderError } from '../errors.ts'
import { type Member, pixelsOf, type TranscoderFleet } from './fleet.ts'
import { hopelessText, isBlamed, lastFailure } from './race-failures.ts'
import type { RunningAttempt } from './track-record.ts'
import type { SegmentJob } from './types.ts'

export interface SegmentRaceDependencies {
  readonly log: Logger
  readonly onRetry: (failure: AttemptFailure) => void
}

interface Attempt {
  readonly member: Member
  readonly running: RunningAttempt
  readonly stop: AbortController
  /** Until then nobody else is asked, unless there is reason to. */
  readonly patientUntilMs: number
}

/** Times that one segment is asked for at the most. */
const maxAttempts = 16
/** How long a segment waits for somebody to connect: after that its gateway does better with another node. */
const emptyWaitMs = 2_000
/** An attempt may take so many times what is expected of it, within these parts of the time that is left. */
const patience = { factor: 3, least: 0.25, most: 0.5, ofNewcomers: 0.25 }
/** One that has no room may have some after this time; others are asked first. */
const busyMs = 500
/** How soon a transcoder that has fallen silent is noticed. */
const lookEveryMs = 250

/**
 * One segment on its way through the fleet. It is asked for again elsewhere when its transcoder fails, leaves, falls
 * silent or takes too long; the first good result wins. Whoever did not do what another did is blamed; when nobody did
 * it, the segment is.
 */
export class SegmentRace {
  readonly #job: SegmentJob
  readonly #fleet: TranscoderFleet
  readonly #deps: SegmentRaceDependencies
  readonly #deadlineMs: number
  readonly #attempts = new Set<Attempt>()
  readonly #tried = new Set<Member>()
  readonly #failures = new Map<Member, unknown>()
  #asked = 0
  #abandonedAtMs: number | undefined
  /** Those that had no room, and when to ask them again. */
  readonly #busy = new Map<Member, number>()
  #isOver = false
  #result: TranscodeResult | undefined
  #fault: Error | undefined
  #releaseHedge: (() => void) | undefined

  constructor(job: SegmentJob, fleet: TranscoderFleet, deps: SegmentRaceDependencies) {
    this.#job = job
    this.#fleet = fleet
    this.#deps = deps
    this.#deadlineMs = fleet.nowMs + job.timeoutMs
  }

  async run(): Promise<TranscodeResult> {
    try {
      while (this.#result === undefined) {
        this.#throwIfOver()
        if (this.#askNext()) continue
        await this.#fleet.wait(this.#nextLookMs(), this.#job.signal)
      }
      return this.#result
    } finally {
      this.#end()
    }
  }

  #throwIfOver(): void {
    const { signal, timeoutMs } = this.#job
    signal.throwIfAborted()
    if (this.#fault) throw this.#fault
    if (this.#fleet.isClosed) throw new PoolClosedError()
    if (this.#fleet.nowMs >= this.#deadlineMs)
      throw new TranscodeTimeoutError({ timeoutMs, attempts: this.#tried.size })
    if (this.#attempts.size === 0) this.#throwIfHopeless()
  }

  /** Nobody is at work on it: whether anybody could be. */
  #throwIfHopeless(): void {
    const isSpent = this.#asked >= maxAttempts
    const hasOther = this.#fleet.hasCapable(this.#job, this.#tried)
    if (hasOther) this.#abandonedAtMs = undefined
    if (hasOther && !isSpent && !hopelessText(this.#failures)?.isConfirmed) return
    const { text } = hopelessText(this.#failures) ?? {}
    if (text !== undefined) throw new TranscodeRefusedError(text)
    if (this.#busy.size > 0 && !isSpent) return
    const failure = [...this.#failures.values()].at(-1)
    const isLost = failure instanceof AttemptFailedError && failure.failure === 'lost'
    if (failure !== undefined && (isSpent || !isLost)) throw failure
    if (failure === undefined && !this.#fleet.isEmpty) throw new NoTranscoderError({ isIncapable: true })
    // One that restarts is back in a moment, and nobody else could do it meanwhile.
    this.#abandonedAtMs ??= this.#fleet.nowMs
    if (this.#fleet.nowMs - this.#abandonedAtMs >= emptyWaitMs)
      throw new NoTranscoderError({ isIncapable: false })
  }

  /** @returns whether somebody was asked. */
  #askNext(): boolean {
    if (this.#asked >= maxAttempts) return false
    const isFirst = this.#attempts.size === 0
    if (!isFirst && !this.#isOverdue()) return false
    const member = this.#fleet.pick(this.#job, this.#tried) ?? this.#pickBusy()
    if (member === undefined || (!isFirst && !this.#mayHedge())) return false
    if (this.#asked > 0) this.#tellRetry()
    void this.#attempt(member)
    if (this.#asked === 1) this.#tryOut()
    return true
  }

  #isOverdue(): boolean {
    return [...this.#attempts].every(
      ({ member, patientUntilMs }) => this.#fleet.nowMs >= patientUntilMs || member.transcoder.isSilent,
    )
  }

  /** Where a transcoder hangs there is nothing to weigh; where it is slow, help must stay an exception. */
  #mayHedge(): boolean {
    if ([...this.#attempts].every(({ member }) => member.transcoder.isSilent)) return true
    this.#releaseHedge ??= this.#fleet.takeHedge()
    return this.#releaseHedge !== undefined
  }

  async #attempt(member: Member): Promise<void> {
    const { record, transcoder } = member
    const nowMs = this.#fleet.nowMs
    const leftMs = this.#deadlineMs - nowMs
    const pixels = pixelsOf(this.#job)
    const most = record.isProven ? patience.most : patience.ofNewcomers
    const wantedMs = Math.max(leftMs * patience.least, patience.factor * record.expectedMs(pixels))
    const patienceMs = Math.min(leftMs * most, wantedMs)
    const running = record.begin({ pixels, durationMs: this.#job.durationMs, nowMs })
    const stop = new AbortController()
    const attempt = { member, running, stop, patientUntilMs: nowMs + patienceMs }
    const { kind } = transcoder
    this.#deps.log.debug({ ...this.#factsOf(member), kind, attempt: this.#asked + 1 }, 'segment given out')
    this.#attempts.add(attempt)
    this.#tried.add(member)
    this.#asked += 1
    try {
      const result = await transcoder.run(this.#job, { timeoutMs: leftMs, signal: stop.signal })
      const durationMs = Math.round(this.#fleet.nowMs - nowMs)
      this.#deps.log.debug({ ...this.#factsOf(member), durationMs }, 'transcoder brought a result')
      this.#succeed(attempt, result)
    } catch (error) {
      this.#fail(attempt, error)
    }
    this.#attempts.delete(attempt)
    this.#fleet.changed()
  }

  #succeed({ member, running }: Attempt, result: TranscodeResult): void {
    const nowMs = this.#fleet.nowMs
    const pixels = result.renditions.reduce((sum, rendition) => sum + Number(rendition.pixels), 0)
    member.record.succeed(running, { pixels, nowMs })
    if (this.#result !== undefined || this.#isOver) return
    this.#result = result
    this.#fleet.settle(this.#job.sessionId, member)
    for (const [failed, error] of this.#failures) if (isBlamed(error)) failed.record.blame(nowMs)
    for (const other of this.#attempts) {
      if (other.member !== member && nowMs >= other.patientUntilMs) other.member.record.blame(nowMs)
    }
  }

  #fail({ member, running, stop }: Attempt, error: unknown): void {
    member.record.release(running, this.#fleet.nowMs)
    if (stop.signal.aborted || this.#job.signal.aborted) return
    this.#failures.set(member, error)
    if (error instanceof AttemptFailedError && error.failure === 'busy') this.#onBusy(member)
    const isOwnVerdict = error instanceof SegmentRefusedError || error instanceof PoisonSegmentError
    if (isOwnVerdict) this.#fault = error
    this.#deps.log[isOwnVerdict ? 'debug' : 'warn'](
      { err: error, ...this.#factsOf(member) },
      'transcoder brought no result',
    )
  }

  #factsOf({ transcoder: { id } }: Member) {
    const { manifestId: streamId, seqNo, sessionId } = this.#job
    return { streamId, seqNo, sessionId, transcoder: id }
  }

  /** Somebody who had no room before, once nobody else is left. */
  #pickBusy(): Member | undefined {
    if (this.#attempts.size > 0 || this.#fleet.hasCapable(this.#job, this.#tried)) return undefined
    for (const [member, againAtMs] of this.#busy) {
      if (this.#fleet.nowMs < againAtMs) continue
      this.#busy.delete(member)
      this.#tried.delete(member)
    }
    return this.#fleet.pick(this.#job, this.#tried)
  }

  /** It is not given so many at once any more. One that has nothing to do and no room all the same is at fault. */
  #onBusy(member: Member): void {
    if (member.record.inFlight === 0) return
    member.record.crowd()
    this.#failures.delete(member)
    this.#busy.set(member, this.#fleet.nowMs + busyMs)
  }

  /** Gives a copy of the segment to one that must show whether it works again. */
  #tryOut(): void {
    const member = this.#fleet.pickForTrial(this.#job)
    if (member === undefined || this.#tried.has(member)) return
    const { record, transcoder } = member
    const running = record.begin({
      pixels: pixelsOf(this.#job),
      durationMs: this.#job.durationMs,
      nowMs: this.#fleet.nowMs,
    })
    const limits = { timeoutMs: this.#job.timeoutMs, signal: new AbortController().signal }
    transcoder
      .run(this.#job, limits)
      .then((result) =>
        this.#succeed({ member, running, stop: new AbortController(), patientUntilMs: 0 }, result),
      )
      .catch(() => {
        record.release(running, this.#fleet.nowMs)
        if (this.#result !== undefined) record.blame(this.#fleet.nowMs)
      })
      .finally(() => this.#fleet.changed())
  }

  #tellRetry(): void {
    const isSilent = [...this.#attempts].some(({ member }) => member.transcoder.isSilent)
    this.#deps.onRetry(lastFailure(this.#failures) ?? (isSilent ? 'silent' : 'late'))
  }

  #nextLookMs(): number {
    const untilDeadlineMs = this.#deadlineMs - this.#fleet.nowMs
    return Math.max(1, Math.min(lookEveryMs, untilDeadlineMs))
  }

  #end(): void {
    this.#isOver = true
    this.#releaseHedge?.()
    for (const { stop, member, running } of this.#attempts) {
      stop.abort()
      member.record.release(running, this.#fleet.nowMs)
    }
    this.#attempts.clear()
  }
}
