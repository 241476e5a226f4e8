import { type Clock, delay, type Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import type { Profile, Segment, SegmenterCursor } from '@millrace/media'
import type { Bottleneck } from '../dispatch/bottleneck.ts'
import type { DispatcherOptions } from '../dispatch/dispatcher.ts'
import { Dispatcher, type HedgeRefusal } from '../dispatch/dispatcher.ts'
import { HedgeBudget } from '../dispatch/hedge-budget.ts'
import { SegmentLane } from '../dispatch/segment-lane.ts'
import type { Attempt, DispatchOutcome, Lost, ResultWatch } from '../dispatch/types.ts'
import { StreamPlayback } from '../playback/stream-playback.ts'
import type { StreamSessions } from '../sessions/stream-sessions.ts'
import { RecentSamples } from '../status/percentiles.ts'
import type { StreamOrder } from './stream-order.ts'
import type { SegmentRecord, StreamFacts } from './stream-status.ts'

export interface StreamOptions extends DispatcherOptions {
  readonly id: string
  readonly hedgeShare: number
  readonly maxSegmentsInFlight: number
  readonly maxSegmentsWaiting: number
  readonly playbackWindow: number
  readonly segmentTargetMs: number
  /** Where an earlier stream of this name stopped. */
  readonly cursor: SegmenterCursor | undefined
  readonly order: StreamOrder
}

export interface StreamDependencies {
  /** The ladder for a source of this size. */
  readonly profilesFor: (segment: Segment) => readonly Profile[]
  readonly openSessions: (profiles: readonly Profile[]) => StreamSessions
  /** Looks at results before they are published; undefined: nobody does. */
  readonly watchFor: (profiles: readonly Profile[]) => ResultWatch | undefined
  /** Address of an orchestrator for people. */
  readonly addressOf: (orchestratorId: string) => Address | undefined
  /** Why nothing may be spent on the stream now; undefined when something may. */
  readonly exhausted: () => string | undefined
  readonly bottleneck: Bottleneck
  readonly onHedgeRefused: (reason: HedgeRefusal) => void
  /** Told what was paid for nothing. */
  readonly onForfeit: (valueWei: bigint, isHedged: boolean) => void
  readonly clock: Clock
  readonly log: Logger
  /** Told at each change of a segment. */
  readonly onSegment: (record: SegmentRecord) => void
  /** Told at each change of the stream. */
  readonly onChange: (stream: Stream) => void
}

/** As long as segments are lost for these, new viewers are not offered renditions. */
const withoutRenditions: ReadonlySet<Lost['reason']> = new Set(['payment-required', 'spend-cap'])
/** Outcomes that say how a stream is now. */
const recentOutcomes = 10

/** What there is nothing to transcode of, or not to be, goes the way of the others, so that all stay in order. */
function passThrough(segment: Segment, profiles: readonly Profile[]): DispatchOutcome | undefined {
  if (profiles.length === 0) return { kind: 'passed', reason: 'no-profiles', renditions: [], attempts: [] }
  if (segment.video) return undefined
  const renditions = profiles.map(({ name }) => ({ name, bytes: segment.bytes }))
  return { kind: 'passed', reason: 'no-video', renditions, attempts: [] }
}

interface Work {
  readonly lane: SegmentLane<SegmentRecord, DispatchOutcome>
  readonly sessions: StreamSessions
  readonly profiles: readonly Profile[]
}

/** One stream: takes segments in, has them transcoded, gives source and renditions out. Its encoder may come and go. */
export class Stream {
  readonly id: string
  readonly startedAtMs: number
  readonly playback: StreamPlayback
  readonly #options: StreamOptions
  readonly #deps: StreamDependencies
  readonly #waiting = new Map<number, (outcome: DispatchOutcome) => void>()
  readonly #recent: (Lost | undefined)[] = []
  readonly #latencies = new RecentSamples(100)
  readonly #counts = { segmentsIn: 0, segmentsOut: 0, segmentsLost: 0 }
  #cursor: SegmenterCursor | undefined
  #work: Work | undefined
  #source: Segment | undefined
  /** What segments wait for now. */
  #stalled: Lost | undefined
  #hasPublisher = false
  #isEnded = false

  constructor(options: StreamOptions, deps: StreamDependencies) {
    this.id = options.id
    this.startedAtMs = deps.clock.nowMs()
    this.playback = new StreamPlayback(options)
    this.#cursor = options.cursor
    this.#options = options
    this.#deps = deps
  }

  /** Where the next segment goes on. */
  get cursor(): SegmenterCursor | undefined {
    return this.#cursor
  }

  /** What is wanted of it. */
  get order(): StreamOrder {
    return this.#options.order
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  get facts(): StreamFacts {
    const orchestratorId = this.#work?.sessions.orchestratorId
    return {
      id: this.id,
      startedAtMs: this.startedAtMs,
      hasPublisher: this.#hasPublisher,
      isEnded: this.#isEnded,
      recent: this.#stalled ? [...this.#recent, this.#stalled] : this.#recent,
      source: this.#source,
      profiles: this.#work?.profiles ?? [],
      orchestrator: orchestratorId === undefined ? undefined : this.#deps.addressOf(orchestratorId),
      ...this.#counts,
      medianLatencyMs: this.#latencies.at(0.5),
    }
  }

  /** An encoder is there, or away. */
  setPublisher(hasPublisher: boolean): void {
    this.#hasPublisher = hasPublisher
    this.#deps.onChange(this)
  }

  /**
   * Takes the next segment in.
   * @param cursor where its segmenter stands after it.
   * @returns what comes of its renditions; never rejects.
   */
  add(segment: Segment, cursor: SegmenterCursor): Promise<DispatchOutcome> {
    this.#cursor = cursor
    const record: SegmentRecord = {
      streamId: this.id,
      segment,
      receivedAtMs: this.#deps.clock.nowMs(),
      attempts: [],
    }
    this.#counts.segmentsIn++
    const bytes = segment.bytes.length
    this.#deps.log.debug({ streamId: this.id, seqNo: segment.seqNo, bytes }, 'segment received')
    this.#source = segment
    this.#work ??= this.#begin(segment)
    this.playback.addSource(segment, record.receivedAtMs)
    const outcome = new Promise<DispatchOutcome>((resolve) => this.#waiting.set(segment.seqNo, resolve))
    this.#deps.onSegment(record)
    this.#work.lane.add(record)
    this.#deps.onChange(this)
    return outcome
  }

  /** Resolves when all segments so far are published or lost. */
  async idle(): Promise<void> {
    await this.#work?.lane.idle()
  }

  /** No segment will follow: what is under way is still published, then the playlists end. Idempotent. */
  async end(): Promise<void> {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#hasPublisher = false
    await this.idle()
    this.playback.end()
    this.#deps.onChange(this)
    await this.#work?.sessions.close()
  }

  /** Gives up what is under way. Idempotent. */
  close(): Promise<void> {
    this.#work?.lane.close()
    return this.end()
  }

  #begin(segment: Segment): Work {
    const { clock, log, openSessions, profilesFor, watchFor } = this.#deps
    const { bottleneck, onHedgeRefused, onForfeit } = this.#deps
    const profiles = profilesFor(segment)
    const sessions = openSessions(profiles)
    const watch = watchFor(profiles)
    const records = new WeakMap<Segment, SegmentRecord>()
    const dispatcher = new Dispatcher(this.#options, {
      sessions,
      hedges: new HedgeBudget(this.#options.hedgeShare),
      check: watch?.check,
      onRefused: watch?.onRefused,
      onTaken: watch?.onTaken,
      bottleneck,
      onHedgeRefused,
      onForfeit,
      clock,
      delay,
      log: log.child({ streamId: this.id }),
      onAttempts: (of, attempts) => {
        const record = records.get(of)
        if (record) this.#report(record, attempts)
      },
      onStalled: (problem) => {
        this.#stalled = problem
        this.#deps.onChange(this)
      },
    })
    const { maxSegmentsInFlight: maxInFlight, maxSegmentsWaiting: maxWaiting } = this.#options
    const lane = new SegmentLane<SegmentRecord, DispatchOutcome>(
      { maxInFlight, maxWaiting },
      {
        work: (record, signal) => {
          records.set(record.segment, record)
          const passed = passThrough(record.segment, profiles)
          return Promise.resolve(
            passed ?? this.#unaffordable() ?? dispatcher.dispatch(record.segment, signal),
          )
        },
        giveUp: ({ attempts }) => ({
          kind: 'lost',
          reason: 'backlog',
          detail: 'too many segments were waiting',
          attempts,
        }),
        publish: (record, outcome) => this.#publish(record, outcome),
      },
    )
    this.playback.setProfiles(profiles)
    return { lane, sessions, profiles }
  }

  /** Nobody is asked when nobody may be paid. */
  #unaffordable(): DispatchOutcome | undefined {
    const detail = this.#deps.exhausted()
    return detail === undefined ? undefined : { kind: 'lost', reason: 'spend-cap', detail, attempts: [] }
  }

  #report(record: SegmentRecord, attempts: readonly Attempt[]): void {
    record.attempts = attempts
    if (!record.outcome) this.#deps.onSegment(record)
  }

  #publish(record: SegmentRecord, outcome: DispatchOutcome): void {
    const { segment, receivedAtMs } = record
    record.outcome = outcome
    this.#stalled = undefined
    record.attempts = outcome.attempts
    if (outcome.kind !== 'lost') {
      const { renditions } = outcome.kind === 'done' ? outcome.result : outcome
      this.playback.addRenditions(segment, renditions)
      this.playback.offerRenditions(true)
      record.latencyMs = this.#deps.clock.nowMs() - receivedAtMs
      this.#latencies.add(record.latencyMs)
      this.#counts.segmentsOut++
      const facts = { streamId: this.id, seqNo: segment.seqNo, durationMs: record.latencyMs }
      this.#deps.log.debug({ ...facts, outcome: outcome.kind }, 'segment published')
      this.#remember(undefined)
    } else {
      const { reason, detail } = outcome
      this.playback.addRenditions(segment, undefined)
      if (withoutRenditions.has(reason)) this.playback.offerRenditions(false)
      this.#counts.segmentsLost++
      const isNews = reason !== 'spend-cap' || this.#recent.at(-1)?.reason !== reason
      this.#remember({ reason, detail })
      const facts = { streamId: this.id, seqNo: segment.seqNo, reason, detail }
      if (isNews) this.#deps.log.warn(facts, 'segment lost')
    }
    this.#deps.onSegment(record)
    this.#deps.onChange(this)
    this.#waiting.get(segment.seqNo)?.(outcome)
    this.#waiting.delete(segment.seqNo)
  }

  #remember(outcome: Lost | undefined): void {
    this.#recent.push(outcome)
    if (this.#recent.length > recentOutcomes) this.#recent.shift()
  }
}
