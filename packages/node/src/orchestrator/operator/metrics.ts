import type { Emitter } from '@millrace/common'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type EncodingPool, tellEncoders } from '../../encoding/encoder-info.ts'
import { countRedemptions, type RedemptionSources } from '../../redemption/metrics.ts'
import type { OrchestratorEvents } from '../events.ts'

/** Figures that are read when somebody asks, instead of counted. */
export interface MetricsSources {
  readonly sessions: () => number
  readonly capacityPixelsPerSecond: () => number
  readonly usedPixelsPerSecond: () => number
  readonly resultStoreBytes: () => number
  readonly transcoders: () => number
  readonly transcodersReady: () => number
  readonly transcoderCapacityPixelsPerSecond: () => number
  readonly transcoderSegmentsInFlight: () => number
  readonly redemption: RedemptionSources
  readonly transcoderWorkers: () => number
  readonly transcoderWorkersLost: () => number
  readonly transcoderCpuSeconds: () => number
  readonly deviceSegments: () => number
  readonly deviceFailures: () => number
  readonly devicesOut: () => number
  readonly pools: () => readonly EncodingPool[]
  readonly segmentTimeRatio: () => number
  readonly capacityFactor: () => number
  readonly shedSessions: () => number
  readonly draining: () => number
  /** Of gateways that have no price of their own. */
  readonly priceWeiPerPixel: () => number
  readonly chainSilentSeconds: () => number
  /** 1 while this round's reward is still to be called by this node. */
  readonly rewardDue: () => number
  /** Not a number where no price is in dollars. */
  readonly usdPerEther: () => number
  readonly usdRateAgeSeconds: () => number
}

const prefix = 'millrace_orchestrator'

/** Prometheus metrics of the role: counters fed by its events, gauges read from its parts. */
export function createMetrics(events: Emitter<OrchestratorEvents>, sources: MetricsSources): Registry {
  const registry = new Registry()
  countWork(registry, events)
  countMoney(registry, events)
  countChain(registry, events)
  countRedemptions({ registry, prefix }, events, sources.redemption)
  tellEncoders({ registry, prefix }, sources.pools)
  const gauges: Readonly<Record<string, readonly [help: string, read: () => number]>> = {
    sessions: ['Open sessions', sources.sessions],
    capacity_pixels_per_second: [
      'Encoded pixels a second this node takes in all',
      sources.capacityPixelsPerSecond,
    ],
    used_pixels_per_second: ['Encoded pixels a second promised to sessions', sources.usedPixelsPerSecond],
    result_store_bytes: ['Renditions waiting to be fetched', sources.resultStoreBytes],
    transcoders: ['Transcoders of other machines that are registered', sources.transcoders],
    transcoders_ready: ['Those of them that get segments now', sources.transcodersReady],
    transcoder_capacity_pixels_per_second: [
      'Encoded pixels a second that transcoders of other machines have shown, or are believed',
      sources.transcoderCapacityPixelsPerSecond,
    ],
    transcoder_segments_in_flight: [
      'Segments at work, here and at other machines',
      sources.transcoderSegmentsInFlight,
    ],
    transcoder_workers: ['Transcoding child processes', sources.transcoderWorkers],
    transcoder_workers_lost: [
      'Child processes that ended in the middle of a job',
      sources.transcoderWorkersLost,
    ],
    encoder_device_segments: ['Segments that a hardware encoder has done', sources.deviceSegments],
    encoder_device_failures: [
      'Segments at which it failed and the software stepped in',
      sources.deviceFailures,
    ],
    encoder_devices_out: ['1 when it failed too often and is not used any more', sources.devicesOut],
    segment_time_ratio: [
      'Time that segments take by the time they last, in the middle of all sessions',
      sources.segmentTimeRatio,
    ],
    capacity_factor: [
      'Part of the capacity that is promised; below 1 under overload',
      sources.capacityFactor,
    ],
    sessions_shed: ['Sessions that are told to go elsewhere, for overload', sources.shedSessions],
    draining: ['1 while no new sessions are taken, before a stop', sources.draining],
    price_wei_per_pixel: ['Price of gateways that have none of their own', sources.priceWeiPerPixel],
    chain_silent_seconds: [
      'Time since the chain answered last; not a number off chain',
      sources.chainSilentSeconds,
    ],
    reward_due: ['1 while the reward of this round is not called yet though it should be', sources.rewardDue],
    usd_per_ether: ['Rate that prices in dollars are converted by', sources.usdPerEther],
    usd_rate_age_seconds: ['Age of that rate, as the feed dates it', sources.usdRateAgeSeconds],
    transcoder_cpu_seconds: ['CPU time of all child processes', sources.transcoderCpuSeconds],
  }
  for (const [name, [help, read]] of Object.entries(gauges)) {
    const gauge: Gauge = new Gauge({
      name: `${prefix}_${name}`,
      help,
      registers: [registry],
      collect: () => gauge.set(read()),
    })
  }
  return registry
}

function countWork(registry: Registry, events: Emitter<OrchestratorEvents>): void {
  const registers = [registry]
  const segments = new Counter({
    name: `${prefix}_segments_total`,
    help: 'Segments answered',
    labelNames: ['result'] as const,
    registers,
  })
  const pixels = new Counter({ name: `${prefix}_pixels_total`, help: 'Encoded pixels', registers })
  const duration = new Histogram({
    name: `${prefix}_transcode_duration_seconds`,
    help: 'From the end of the upload to the results being ready',
    buckets: [0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 16],
    registers,
  })
  const refused = new Counter({
    name: `${prefix}_requests_refused_total`,
    help: 'Requests refused before any transcoding',
    labelNames: ['request', 'code'] as const,
    registers,
  })
  const retries = new Counter({
    name: `${prefix}_segment_retries_total`,
    help: 'Segments asked for again at another transcoder, by what became of the last',
    labelNames: ['cause'] as const,
    registers,
  })
  const left = new Counter({
    name: `${prefix}_transcoders_left_total`,
    help: 'Transcoders of other machines that left, idle or in the middle of segments',
    labelNames: ['while'] as const,
    registers,
  })
  events.on('segmentRetried', ({ cause }) => retries.inc({ cause }))
  events.on('transcoderLeft', ({ inFlight }) => left.inc({ while: inFlight > 0 ? 'working' : 'idle' }))
  const uploads = new Counter({
    name: `${prefix}_uploaded_renditions_total`,
    help: 'Renditions put into object stores of gateways, or refused by them',
    labelNames: ['result'] as const,
    registers,
  })
  const uploadedBytes = new Counter({
    name: `${prefix}_uploaded_rendition_bytes_total`,
    help: 'Bytes that object stores of gateways took',
    registers,
  })
  events.on('renditionUploaded', ({ bytes, isStored }) => {
    uploads.inc({ result: isStored ? 'done' : 'failed' })
    if (isStored) uploadedBytes.inc(bytes)
  })
  events.on('segmentDone', (event) => {
    segments.inc({ result: 'done' })
    pixels.inc(Number(event.pixels))
    duration.observe(event.transcodeMs / 1000)
  })
  events.on('segmentFailed', () => segments.inc({ result: 'failed' }))
  events.on('requestRefused', ({ request, code }) => refused.inc({ request, code }))
}

function countMoney(registry: Registry, events: Emitter<OrchestratorEvents>): void {
  const counter = (name: string, help: string) =>
    new Counter({ name: `${prefix}_${name}`, help, registers: [registry] })
  const received = counter('tickets_received_total', 'Tickets accepted')
  const value = counter('ticket_value_received_wei_total', 'Expected value of accepted tickets')
  const won = counter('tickets_won_total', 'Winning tickets')
  const labelled = (name: string, help: string) =>
    new Counter({ name: `${prefix}_${name}`, help, labelNames: ['code'] as const, registers: [registry] })
  const refusedPayments = labelled('payments_refused_total', 'Payments refused, by the code of the error')
  const refusedTickets = labelled('tickets_refused_total', 'Tickets not taken, by the code of the error')
  events.on('paymentRefused', ({ code, ticketCodes }) => {
    refusedPayments.inc({ code })
    for (const ticketCode of ticketCodes) refusedTickets.inc({ code: ticketCode })
  })
  events.on('ticketsReceived', (event) => {
    received.inc(event.count)
    value.inc(Number(event.valueWei))
  })
  events.on('ticketWon', () => won.inc())
}

function countChain(registry: Registry, events: Emitter<OrchestratorEvents>): void {
  const registers = [registry]
  const readings = new Counter({
    name: `${prefix}_price_feed_readings_total`,
    help: 'Readings of the feed for prices in dollars; doubtful: a jump, read once more before it counts',
    labelNames: ['result'] as const,
    registers,
  })
  events.on('priceFeedRead', ({ result }) => readings.inc({ result }))
  const rewards = new Counter({
    name: `${prefix}_reward_calls_total`,
    help: 'Reward calls that succeeded',
    registers,
  })
  const round = new Gauge({ name: `${prefix}_round`, help: 'Round seen last', registers })
  const active = new Gauge({ name: `${prefix}_active`, help: '1 while in the active set', registers })
  events.on('rewardCalled', () => rewards.inc())
  events.on('roundStarted', (event) => {
    round.set(Number(event.round))
    active.set(event.isActive ? 1 : 0)
  })
}
