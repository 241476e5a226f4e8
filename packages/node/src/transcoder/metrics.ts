import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type EncodingPool, tellEncoders } from '../encoding/encoder-info.ts'

/** Figures that are read when somebody asks, instead of counted. */
export interface TranscoderMetricsSources {
  readonly isRegistered: () => boolean
  readonly capacityPixelsPerSecond: () => number
  readonly segmentsInFlight: () => number
  readonly workers: () => number
  readonly workersLost: () => number
  readonly cpuSeconds: () => number
  readonly deviceSegments: () => number
  readonly deviceFailures: () => number
  readonly isDeviceOut: () => boolean
  readonly pools: () => readonly EncodingPool[]
}

const prefix = 'millrace_transcoder'

/** Counts the segments of this transcoder. */
export class TaskFigures {
  readonly registry = new Registry()
  readonly #segments = new Counter({
    name: `${prefix}_segments_total`,
    help: 'Segments answered',
    labelNames: ['result'] as const,
    registers: [this.registry],
  })
  readonly #pixels = new Counter({
    name: `${prefix}_pixels_total`,
    help: 'Encoded pixels',
    registers: [this.registry],
  })
  readonly #duration = new Histogram({
    name: `${prefix}_segment_duration_seconds`,
    help: 'From the order of a segment to its result being taken',
    buckets: [0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 16],
    registers: [this.registry],
  })
  segmentsDone = 0
  segmentsFailed = 0

  done({ pixels, tookMs }: { pixels: number; tookMs: number }): void {
    this.segmentsDone++
    this.#segments.inc({ result: 'done' })
    this.#pixels.inc(pixels)
    this.#duration.observe(tookMs / 1_000)
  }

  failed(): void {
    this.segmentsFailed++
    this.#segments.inc({ result: 'failed' })
  }

  /** Adds what is read from the parts. */
  watch(sources: TranscoderMetricsSources): void {
    tellEncoders({ registry: this.registry, prefix }, sources.pools)
    const gauges: Readonly<Record<string, readonly [help: string, read: () => number]>> = {
      registered: ['1 while the orchestrator knows this transcoder', () => Number(sources.isRegistered())],
      capacity_pixels_per_second: ['Encoded pixels a second offered', sources.capacityPixelsPerSecond],
      segments_in_flight: ['Segments at work', sources.segmentsInFlight],
      workers: ['Transcoding child processes', sources.workers],
      workers_lost: ['Child processes that ended in the middle of a job', sources.workersLost],
      encoder_device_segments: ['Segments that a hardware encoder has done', sources.deviceSegments],
      encoder_device_failures: [
        'Segments at which it failed and the software stepped in',
        sources.deviceFailures,
      ],
      encoder_device_out: [
        '1 when it failed too often and is not used any more',
        () => Number(sources.isDeviceOut()),
      ],
      cpu_seconds: ['CPU time of all child processes', sources.cpuSeconds],
    }
    for (const [name, [help, read]] of Object.entries(gauges)) {
      const gauge: Gauge = new Gauge({
        name: `${prefix}_${name}`,
        help,
        registers: [this.registry],
        collect: () => gauge.set(read()),
      })
    }
  }
}
