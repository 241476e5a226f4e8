import type { Logger } from '@millrace/common'
import { PoolBusyError, type TranscodeResult } from '@millrace/media'
import type { AttemptFailure } from '../errors.ts'
import { orderedPixelsPerSecond } from '../sessions/admission.ts'
import { SegmentRace } from './segment-race.ts'
import { TrackRecord } from './track-record.ts'
import type { SegmentJob, Transcoder, TranscoderStatus } from './types.ts'

/** A transcoder and what it has shown. */
export interface Member {
  readonly transcoder: Transcoder
  readonly record: TrackRecord
  readonly sessions: Set<string>
}

export interface FleetOptions {
  /** Segments that may wait for a transcoder. */
  readonly maxWaiting: number
  /** Part of what other machines have shown that is promised to sessions. */
  readonly capacityShare: number
}

export interface FleetDependencies {
  readonly log: Logger
  /** Milliseconds of a clock that is never set; the process's own by default. */
  readonly nowMs?: () => number
  /** Called when the capacity may have changed. */
  readonly onCapacity: (pixelsPerSecond: number) => void
  readonly onRetry: (failure: AttemptFailure) => void
}

/** A segment stays with its session's transcoder unless another would have it so much sooner. */
const loyalty = 1.5
/** Segments asked for twice because the first is late, as a share of all at work: help for some, no use for all. */
const hedgeShare = 0.25
const mostHomes = 100_000

/** All transcoders of this node, of this machine and of others, behind one interface: who gets which segment. */
export class TranscoderFleet {
  readonly #options: FleetOptions
  readonly #deps: FleetDependencies
  readonly #members = new Set<Member>()
  readonly #homes = new Map<string, Member>()
  readonly #waiting = new Set<() => void>()
  #atWork = 0
  #hedges = 0
  #isClosed = false

  constructor(options: FleetOptions, deps: FleetDependencies) {
    this.#options = options
    this.#deps = deps
  }

  get nowMs(): number {
    return this.#deps.nowMs?.() ?? performance.now()
  }

  get capacityPixelsPerSecond(): number {
    const { nowMs } = this
    let sum = 0
    let ofDoubtful = 0
    for (const { transcoder, record } of this.#members) {
      if (transcoder.isDraining) continue
      const share = transcoder.kind === 'local' ? 1 : this.#options.capacityShare
      sum += share * record.capacityAt(nowMs)
      if (record.needsTrial(nowMs)) ofDoubtful += share * record.believedPixelsPerSecond
    }
    // Where nobody else works there is no copy to try with: real work is the trial.
    return sum > 0 ? sum : ofDoubtful
  }

  get isEmpty(): boolean {
    return this.#members.size === 0
  }

  /** Why no work can be given out; undefined when it can. */
  notReady(): string | undefined {
    if (this.isEmpty) return 'no transcoder is connected'
    return this.capacityPixelsPerSecond > 0 ? undefined : 'no transcoder can take work'
  }

  /** @param isDistrusted - must first do trial segments well. */
  add(transcoder: Transcoder, { isDistrusted = false } = {}): Member {
    const { slots, claimedPixelsPerSecond, kind } = transcoder
    const record = new TrackRecord({ slots, claimedPixelsPerSecond, isOwn: kind === 'local' })
    if (isDistrusted) record.distrust(this.nowMs)
    const member = { transcoder, record, sessions: new Set<string>() }
    this.#members.add(member)
    this.changed()
    return member
  }

  remove(member: Member): void {
    this.#members.delete(member)
    for (const sessionId of member.sessions) this.#homes.delete(sessionId)
    this.changed()
  }

  /**
   * Has a segment transcoded, by as many transcoders one after the other as it takes and its time allows.
   * @throws {NoTranscoderError | PoolBusyError | TranscodeTimeoutError | AttemptFailedError}, what the pool of this
   * machine throws for a segment that is at fault, and the signal's reason when it aborts.
   */
  async transcode(job: SegmentJob): Promise<TranscodeResult> {
    const { maxWaiting } = this.#options
    if (this.#waiting.size >= maxWaiting + this.#slots()) {
      throw new PoolBusyError({ waiting: this.#waiting.size, limit: maxWaiting })
    }
    this.#atWork += 1
    try {
      return await new SegmentRace(job, this, this.#deps).run()
    } finally {
      this.#atWork -= 1
      this.changed()
    }
  }

  /** Tells the session's transcoder that it is over. */
  endSession(sessionId: string): void {
    this.#homes.get(sessionId)?.transcoder.endSession(sessionId)
    this.#settle(sessionId, undefined)
  }

  status(): readonly TranscoderStatus[] {
    return [...this.#members].map(({ transcoder, record, sessions }) => ({
      id: transcoder.id,
      kind: transcoder.kind,
      address: transcoder.address,
      state: this.#stateOf({ transcoder, record, sessions }),
      slots: transcoder.slots,
      window: record.window,
      inFlight: record.inFlight,
      sessions: sessions.size,
      claimedPixelsPerSecond: transcoder.claimedPixelsPerSecond,
      measuredPixelsPerSecond: record.measuredPixelsPerSecond,
      capacityPixelsPerSecond: record.capacityAt(this.nowMs),
      segmentsDone: record.done,
      segmentsFailed: record.failed,
    }))
  }

  /** Ends all waits. */
  close(): void {
    this.#isClosed = true
    this.#members.clear()
    this.changed()
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Wakes every segment that waits for something to change. */
  changed(): void {
    this.recount()
    for (const wake of [...this.#waiting]) wake()
  }

  /** Tells the capacity anew: it changes with time alone too. */
  recount(): void {
    this.#deps.onCapacity(this.capacityPixelsPerSecond)
  }

  /** Waits until something changed or the time is over. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = () => resolve()
    const timer = setTimeout(wake, timeoutMs)
    this.#waiting.add(wake)
    signal.addEventListener('abort', wake)
    await promise
    clearTimeout(timer)
    this.#waiting.delete(wake)
    signal.removeEventListener('abort', wake)
  }

  /** Whether any transcoder, free or not, could do the job, leaving out those that were asked already. */
  hasCapable(job: SegmentJob, tried: ReadonlySet<Member>): boolean {
    return [...this.#members].some((member) => !tried.has(member) && isAble(member, job))
  }

  /**
   * The transcoder that should have the segment next. One that is doubtful is only asked when there is no other, free
   * or not.
   * @param tried - those that were asked already.
   */
  pick(job: SegmentJob, tried: ReadonlySet<Member>): Member | undefined {
    const able = [...this.#members].filter((member) => !tried.has(member) && isAble(member, job))
    const sound = able.filter((member) => this.#stateOf(member) === 'ready')
    const free = (sound.length > 0 ? sound : able).filter(({ record }) => record.hasRoom)
    // What failed once goes to one that has shown that it works, rather than to the next newcomer.
    const proven = tried.size > 0 ? free.filter(({ record }) => record.isProven) : []
    const pixels = pixelsOf(job)
    const [best] = (proven.length > 0 ? proven : free).toSorted(
      (a, b) => a.record.expectedMs(pixels) - b.record.expectedMs(pixels),
    )
    const home = this.#homes.get(job.sessionId)
    if (best === undefined || home === undefined || !free.includes(home)) return best
    const homeMs = home.record.expectedMs(pixels)
    const keepsUp = homeMs <= Math.max(job.durationMs, loyalty * best.record.expectedMs(pixels))
    return keepsUp ? home : best
  }

  /** One whose quarantine is over and that may show, on a copy of this segment, whether it works again. */
  pickForTrial(job: SegmentJob): Member | undefined {
    return [...this.#members].find(
      (member) => this.#stateOf(member) === 'trial' && member.record.inFlight === 0 && isAble(member, job),
    )
  }

  /** Whether one more segment may be asked for twice. @returns what gives the place back. */
  takeHedge(): (() => void) | undefined {
    if (this.#hedges >= Math.max(1, this.#atWork * hedgeShare)) return undefined
    this.#hedges += 1
    return () => {
      this.#hedges -= 1
    }
  }

  /** The session's segments go where its last one was done. */
  settle(sessionId: string, member: Member): void {
    if (this.#members.has(member)) this.#settle(sessionId, member)
  }

  #settle(sessionId: string, member: Member | undefined): void {
    const before = this.#homes.get(sessionId)
    if (before === member) return
    before?.sessions.delete(sessionId)
    if (member === undefined) this.#homes.delete(sessionId)
    else {
      this.#homes.set(sessionId, member)
      member.sessions.add(sessionId)
      this.#forgetOldest()
    }
  }

  /** A segment that is done after its session ended leaves its home behind. */
  #forgetOldest(): void {
    const [oldest] = this.#homes
    if (this.#homes.size > mostHomes && oldest) this.#settle(oldest[0], undefined)
  }

  #stateOf({ transcoder, record }: Member): TranscoderStatus['state'] {
    if (transcoder.isDraining) return 'draining'
    if (record.isQuarantined(this.nowMs)) return 'quarantined'
    if (record.needsTrial(this.nowMs)) return 'trial'
    return transcoder.isSilent ? 'silent' : 'ready'
  }

  #slots(): number {
    return [...this.#members].reduce((sum, { record }) => sum + record.window, 0)
  }
}

function isAble({ transcoder }: Member, job: SegmentJob): boolean {
  return !transcoder.isDraining && transcoder.canDo(job)
}

/** Encoded pixels that a segment is expected to make. */
export function pixelsOf({ profiles, durationMs }: SegmentJob): number {
  return (orderedPixelsPerSecond(profiles) * durationMs) / 1_000
}
