import { z } from 'zod'

const count = z.int().nonnegative()

const segmentSchema = z.object({
  seq_no: count,
  /** Below the stream, e.g. `1700000000000-ab12/source/0.ts`. */
  uri: z.string().min(1).max(2_048),
  duration_ms: z.number().nonnegative(),
  /** Decoders have to begin anew before it. */
  discontinuity: z.boolean().optional(),
})

const trackSchema = z.object({
  name: z.string().max(256),
  /** Bits a second, of the heaviest segment. */
  bandwidth: z.number().nonnegative(),
  /** Width and height in pixels, e.g. `1280x720`. */
  resolution: z.string().max(32),
})

/** One piece of a recording as it is kept, an hour at the most. */
export const recordingPlaylistSchema = z.object({
  duration_ms: z.number().nonnegative(),
  tracks: z.array(trackSchema).max(64),
  segments: z.record(z.string(), z.array(segmentSchema).max(100_000)),
  /** Streams whose recordings come before. */
  previous_sessions: z.array(z.string()).max(100).optional(),
})

export type RecordingPlaylistJson = z.output<typeof recordingPlaylistSchema>
export type RecordedSegment = z.output<typeof segmentSchema>

export interface TrackFacts {
  readonly name: string
  readonly bytes: number
  readonly widthPx: number
  readonly heightPx: number
}

/** Collects what was stored of one stream, for at most an hour. */
export class RecordingPlaylist {
  readonly beganAtMs: number
  readonly #previousSessions: readonly string[]
  readonly #tracks = new Map<string, { bandwidth: number; resolution: string }>()
  readonly #segments = new Map<string, RecordedSegment[]>()
  isChanged = false

  constructor({ beganAtMs, previousSessions }: { beganAtMs: number; previousSessions: readonly string[] }) {
    this.beganAtMs = beganAtMs
    this.#previousSessions = previousSessions
  }

  /** Nanoseconds, as everywhere on the network. */
  get fileName(): string {
    return `playlist_${BigInt(this.beganAtMs) * 1_000_000n}.json`
  }

  add({ name, bytes, widthPx, heightPx }: TrackFacts, segment: RecordedSegment): void {
    const before = this.#tracks.get(name)
    const bitrate = segment.duration_ms > 0 ? Math.round((bytes * 8_000) / segment.duration_ms) : 0
    this.#tracks.set(name, {
      bandwidth: Math.max(before?.bandwidth ?? 0, bitrate),
      resolution: widthPx > 0 ? `${widthPx}x${heightPx}` : (before?.resolution ?? '0x0'),
    })
    const segments = this.#segments.get(name) ?? []
    segments.push(segment)
    this.#segments.set(name, segments)
    this.isChanged = true
  }

  toJson(): RecordingPlaylistJson {
    const lists = [...this.#segments].map(
      ([name, list]) => [name, list.toSorted((a, b) => a.seq_no - b.seq_no)] as const,
    )
    const durations = lists.map(([, list]) => list.reduce((sum, one) => sum + one.duration_ms, 0))
    return {
      duration_ms: Math.max(0, ...durations),
      tracks: [...this.#tracks].map(([name, facts]) => ({ name, ...facts })),
      segments: Object.fromEntries(lists),
      ...(this.#previousSessions.length > 0 && { previous_sessions: [...this.#previousSessions] }),
    }
  }
}
