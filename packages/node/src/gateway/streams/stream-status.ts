import type { StatusEventsJson } from '@millrace/client'
import type { Address } from '@millrace/crypto'
import type { Profile, Segment } from '@millrace/media'
import type { Attempt, DispatchOutcome, Lost } from '../dispatch/types.ts'

/** A segment on its way through the gateway. */
export interface SegmentRecord {
  readonly streamId: string
  readonly segment: Segment
  readonly receivedAtMs: number
  attempts: readonly Attempt[]
  /** Set once its renditions are published, or are known to be lost. */
  outcome?: DispatchOutcome
  latencyMs?: number
}

/** A segment as the public status shows it. */
export function segmentStatus(record: SegmentRecord): StatusEventsJson['segment'] {
  const { streamId, segment, receivedAtMs, outcome, latencyMs } = record
  const done = outcome?.kind === 'done' ? outcome : undefined
  const isPublished = outcome !== undefined && outcome.kind !== 'lost'
  return {
    streamId,
    seqNo: segment.seqNo,
    state: isPublished ? 'published' : outcome ? 'lost' : 'transcoding',
    receivedAt: receivedAtMs,
    startMs: segment.startMs,
    durationMs: segment.durationMs,
    bytes: segment.bytes.length,
    ...(done && {
      ...(latencyMs !== undefined && { latencyMs }),
      orchestrator: done.orchestrator,
      price: {
        wei: String(done.result.price.weiPerUnit),
        pixels: String(done.result.price.pixelsPerUnit),
      },
      pixels: String(done.result.pixels),
      feeWei: String(done.result.feeWei),
      tickets: done.result.tickets,
    }),
    attempts: record.attempts.map(attemptStatus),
    renditions: (done?.result.renditions ?? []).map(({ name, widthPx, heightPx, fps, bytes }) => ({
      name,
      widthPx,
      heightPx,
      bitrateBps: bitrate(bytes.length, segment.durationMs),
      fps,
      bytes: bytes.length,
    })),
  }
}

function attemptStatus(attempt: Attempt): StatusEventsJson['segment']['attempts'][number] {
  const { orchestrator, startedAtMs, durationMs, outcome, error, hedge } = attempt
  return {
    orchestrator,
    startedAt: startedAtMs,
    ...(durationMs !== undefined && { durationMs }),
    outcome,
    ...(error && { error }),
    hedge,
  }
}

/** What the state of a stream follows from. */
export interface StreamFacts {
  readonly id: string
  readonly startedAtMs: number
  readonly hasPublisher: boolean
  readonly isEnded: boolean
  /** Outcomes of the last segments, oldest first; undefined for a good one. */
  readonly recent: readonly (Lost | undefined)[]
  readonly source: Segment | undefined
  readonly profiles: readonly Profile[]
  readonly orchestrator: Address | undefined
  readonly segmentsIn: number
  readonly segmentsOut: number
  readonly segmentsLost: number
  readonly medianLatencyMs: number | undefined
}

type StreamState = StatusEventsJson['stream']['state']

/** How a stream is, and why, in one sentence for people. */
function judgeStream(facts: Pick<StreamFacts, 'hasPublisher' | 'isEnded' | 'recent'>): {
  readonly state: StreamState
  readonly reason?: string
} {
  if (facts.isEnded) return { state: 'ended' }
  if (!facts.hasPublisher) return { state: 'waiting', reason: 'The encoder is away.' }
  const last = facts.recent.at(-1)
  if (last?.reason === 'payment-required') return { state: 'payment-required', reason: last.detail }
  if (last?.reason === 'spend-cap') return { state: 'spend-capped', reason: last.detail }
  if (last?.reason === 'no-orchestrators') return { state: 'no-orchestrators', reason: last.detail }
  const lost = facts.recent.filter((outcome) => outcome !== undefined)
  if (lost.length === 0) return { state: 'live' }
  const why = lost.at(-1)?.detail ?? ''
  return {
    state: 'degraded',
    reason: `${lost.length} of the last ${facts.recent.length} segments are lost: ${why}`,
  }
}

/** A stream as the public status shows it. */
export function streamStatus(facts: StreamFacts): StatusEventsJson['stream'] {
  const { source, medianLatencyMs, orchestrator } = facts
  return {
    id: facts.id,
    ...judgeStream(facts),
    startedAt: facts.startedAtMs,
    playbackPath: `/hls/${encodeURIComponent(facts.id)}/index.m3u8`,
    ...(source?.video && {
      source: {
        widthPx: source.video.widthPx,
        heightPx: source.video.heightPx,
        fps: source.video.fps,
        videoCodec: source.video.codec,
        ...(source.audio && { audioCodec: source.audio.codec }),
        bitrateBps: bitrate(source.bytes.length, source.durationMs),
      },
    }),
    renditions: facts.profiles.map(({ name, widthPx, heightPx, bitrateBps, fps, fpsDen }) => ({
      name,
      widthPx,
      heightPx,
      bitrateBps,
      fps: fps / fpsDen,
    })),
    ...(orchestrator && { orchestrator }),
    segmentsIn: facts.segmentsIn,
    segmentsOut: facts.segmentsOut,
    segmentsLost: facts.segmentsLost,
    ...(medianLatencyMs !== undefined && { medianLatencyMs }),
  }
}

function bitrate(bytes: number, durationMs: number): number {
  return durationMs > 0 ? Math.round((bytes * 8000) / durationMs) : 0
}
