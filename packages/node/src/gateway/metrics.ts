import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { CheckMetrics } from './checking/check-metrics.ts'
import type { HedgeRefusal } from './dispatch/dispatcher.ts'
import type { SegmentRecord } from './streams/stream-status.ts'

const prefix = 'millrace_gateway_'
const latencyBucketsSeconds = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 24]

/** Read when metrics are asked for. */
export interface GatewayGauges {
  streams(): number
  /** Number of orchestrators by state. */
  orchestrators(): ReadonlyMap<string, number>
  /** How good the work of each was, 0 to 1, by id. */
  scores(): ReadonlyMap<string, number>
  playbackBytes(): number
  subscribers(): number
  /** Held in object stores, and on the way there. */
  stored(): { readonly usedBytes: number; readonly queuedBytes: number }
  funds(): { readonly depositWei: bigint; readonly reserveWei: bigint } | undefined
  /** Below these the funds count as low. */
  readonly floors: { readonly depositWei: bigint | undefined; readonly reserveWei: bigint | undefined }
  /** What all streams have spent today, and may; undefined off chain. */
  spending(): { readonly spentTodayWei: bigint; readonly dailyCapWei: bigint | undefined } | undefined
  /** Why segments cannot be transcoded now. */
  problems(): readonly string[]
  /** Undefined off chain. */
  isChainReachable(): boolean | undefined
  /** The most that is paid; undefined: any price. */
  maxPriceWeiPerPixel(): number | undefined
}

/** What the gateway counts, for Prometheus. Names end in their unit. */
export class GatewayMetrics {
  readonly registry = new Registry()
  readonly checks = new CheckMetrics(this.registry)
  readonly #segments = this.#counter('segments_total', 'Segments by what came of them.', ['outcome'])
  readonly #attempts = this.#counter('attempts_total', 'Attempts at orchestrators.', ['outcome', 'error'])
  readonly #hedges = this.#counter('hedges_total', 'Attempts made since another one was late.')
  readonly #hedgesRefused = this.#counter(
    'hedges_refused_total',
    'Segments that were late and went to no second orchestrator, by reason.',
    ['reason'],
  )
  readonly #forfeited = this.#counter(
    'forfeited_wei_total',
    'Credit and tickets for which no result came, by whether a second attempt was made besides.',
    ['hedged'],
  )
  readonly #ingest = this.#counter('ingest_bytes_total', 'Bytes taken in from encoders.', ['protocol'])
  readonly #served = this.#counter('playback_requests_total', 'Playlists and segments served.', ['kind'])
  readonly #servedBytes = this.#counter('playback_bytes_total', 'Bytes of playlists and segments served.')
  readonly #unread = this.#counter('unread_answers_total', 'Answers cut off since nobody took their bytes.')
  readonly #tickets = this.#counter('tickets_sent_total', 'Tickets sent to orchestrators.')
  readonly #ticketValue = this.#counter('tickets_sent_value_wei_total', 'Expected value of all tickets sent.')
  readonly #paymentErrors = this.#counter(
    'payment_errors_total',
    'Segments that could not be paid for, by the code of the error.',
    ['code'],
  )
  readonly #spendCaps = this.#counter(
    'spend_caps_reached_total',
    'Times that a stream had spent what it may in a day.',
  )
  readonly #pushes = this.#counter(
    'push_requests_total',
    'Segments pushed by HTTP, by status of the answer.',
    ['status'],
  )
  readonly #webhookCalls = new Histogram({
    name: `${prefix}auth_webhook_seconds`,
    help: 'Calls of the auth webhook by what came of them.',
    labelNames: ['outcome'],
    buckets: latencyBucketsSeconds,
    registers: [this.registry],
  })
  readonly #events = this.#counter('events_total', 'Events by where they go and whether they got there.', [
    'outlet',
    'outcome',
  ])
  readonly #recorded = this.#counter(
    'recorded_segments_total',
    'Segments of recordings by what came of them.',
    ['outcome'],
  )
  readonly #recordedBytes = this.#counter('recorded_bytes_total', 'Bytes written to recordings.')
  readonly #deletedBytes = this.#counter('recordings_deleted_bytes_total', 'Bytes deleted for age or quota.')
  readonly #fees = this.#counter('fees_wei_total', 'Price × pixels of all published segments.')
  readonly #latency = new Histogram({
    name: `${prefix}segment_latency_seconds`,
    help: 'Segment complete at the gateway until its renditions are published.',
    buckets: latencyBucketsSeconds,
    registers: [this.registry],
  })

  constructor(gauges: GatewayGauges) {
    this.#gauge('streams', 'Streams that are not over.', (gauge) => gauge.set(gauges.streams()))
    this.#gauge('playback_memory_bytes', 'Segments held for playback.', (gauge) =>
      gauge.set(gauges.playbackBytes()),
    )
    this.#gauge('event_subscribers', 'Open status event streams.', (gauge) => gauge.set(gauges.subscribers()))
    this.#gauge('recording_queue_bytes', 'Segments on their way into recordings.', (gauge) =>
      gauge.set(gauges.stored().queuedBytes),
    )
    this.#gauge(
      'object_store_bytes',
      'Held in the object stores, when there is an age or a quota to keep.',
      (gauge) => gauge.set(gauges.stored().usedBytes),
    )
    this.#gauge(
      'orchestrators',
      'Orchestrators by state.',
      (gauge) => {
        gauge.reset()
        for (const [state, count] of gauges.orchestrators()) gauge.set({ state }, count)
      },
      ['state'],
    )
    this.#gauge(
      'orchestrator_score_ratio',
      'Success × speed of active orchestrators that were measured, 0 to 1.',
      (gauge) => {
        gauge.reset()
        for (const [orchestrator, score] of gauges.scores()) gauge.set({ orchestrator }, score)
      },
      ['orchestrator'],
    )
    this.#gauge('deposit_wei', 'Deposit in the ticket contract.', (gauge) =>
      gauge.set(Number(gauges.funds()?.depositWei ?? 0n)),
    )
    this.#gauge('reserve_wei', 'Reserve in the ticket contract.', (gauge) =>
      gauge.set(Number(gauges.funds()?.reserveWei ?? 0n)),
    )
    this.#gauge('deposit_floor_wei', 'Below this the deposit counts as low; 0: no floor.', (gauge) =>
      gauge.set(Number(gauges.floors.depositWei ?? 0n)),
    )
    this.#gauge('reserve_floor_wei', 'Below this the reserve counts as low; 0: no floor.', (gauge) =>
      gauge.set(Number(gauges.floors.reserveWei ?? 0n)),
    )
    this.#gauge('spent_today_wei', 'What all streams have spent since the day began in UTC.', (gauge) =>
      gauge.set(Number(gauges.spending()?.spentTodayWei ?? 0n)),
    )
    this.#gauge('daily_spend_cap_wei', 'The most that all streams may spend in a day; 0: no cap.', (gauge) =>
      gauge.set(Number(gauges.spending()?.dailyCapWei ?? 0n)),
    )
    this.#gauge(
      'problems',
      'Reasons why segments cannot be transcoded now, which the log and the status of the operator API name.',
      (gauge) => gauge.set(gauges.problems().length),
    )
    this.#gauge('chain_reachable', '1 while the chain can be read; not a number off chain.', (gauge) =>
      gauge.set(Number(gauges.isChainReachable() ?? Number.NaN)),
    )
    this.#gauge(
      'max_price_wei_per_pixel',
      'Orchestrators that ask more get no work; infinite: any price.',
      (gauge) => gauge.set(gauges.maxPriceWeiPerPixel() ?? Number.POSITIVE_INFINITY),
    )
  }

  /** Called once for each segment that has its outcome. */
  countSegment({ outcome, attempts, latencyMs }: SegmentRecord): void {
    if (!outcome) return
    this.#segments.inc({ outcome: outcome.kind === 'done' ? 'published' : outcome.reason })
    if (outcome.kind === 'done') this.#fees.inc(Number(outcome.result.feeWei))
    if (latencyMs !== undefined) this.#latency.observe(latencyMs / 1000)
    for (const attempt of attempts) {
      this.#attempts.inc({ outcome: attempt.outcome, error: attempt.error ?? '' })
      if (attempt.hedge) this.#hedges.inc()
    }
  }

  countHedgeRefused(reason: HedgeRefusal): void {
    this.#hedgesRefused.inc({ reason })
  }

  countForfeit(valueWei: bigint, isHedged: boolean): void {
    this.#forfeited.inc({ hedged: String(isHedged) }, Number(valueWei))
  }

  countIngest(protocol: 'rtmp' | 'http' | 'program', bytes: number): void {
    this.#ingest.inc({ protocol }, bytes)
  }

  countServed(kind: string, bytes: number): void {
    this.#served.inc({ kind })
    this.#servedBytes.inc(bytes)
  }

  countUnread(answers: number): void {
    this.#unread.inc(answers)
  }

  countTickets(tickets: number, valueWei: bigint): void {
    this.#tickets.inc(tickets)
    this.#ticketValue.inc(Number(valueWei))
  }

  countPaymentError(code: string): void {
    this.#paymentErrors.inc({ code })
  }

  countSpendCap(): void {
    this.#spendCaps.inc()
  }

  countPush(status: number): void {
    this.#pushes.inc({ status: String(status) })
  }

  countAuthWebhook(outcome: string, durationMs: number): void {
    this.#webhookCalls.observe({ outcome }, durationMs / 1000)
  }

  countEvents(outlet: string, outcome: 'delivered' | 'lost', count: number): void {
    this.#events.inc({ outlet, outcome }, count)
  }

  countRecorded(outcome: 'stored' | 'failed', bytes: number): void {
    this.#recorded.inc({ outcome })
    this.#recordedBytes.inc(bytes)
  }

  countRecordingsDeleted(bytes: number): void {
    this.#deletedBytes.inc(bytes)
  }

  #counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name: prefix + name, help, labelNames, registers: [this.registry] })
  }

  #gauge(name: string, help: string, collect: (gauge: Gauge) => void, labelNames: string[] = []): void {
    const gauge: Gauge = new Gauge({
      name: prefix + name,
      help,
      labelNames,
      registers: [this.registry],
      collect: () => collect(gauge),
    })
  }
}
