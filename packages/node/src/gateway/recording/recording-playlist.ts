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

interface TrackFacts {
  readonly name: string
  readonly bytes: number
  readonly widthPx: number
  readonly heightPx: number
}

interface Place {
  segment: RecordedSegment | undefined
  isGivenUp: boolean
}

/** Where a segment will be listed. */
export interface RecordingPlace {
  fill(segment: RecordedSegment): void
  /** It could not be stored. */
  giveUp(): void
}

/** Collects what was stored of one stream, for at most an hour. */
export class RecordingPlaylist {
  readonly beganAtMs: number
  readonly #previousSessions: readonly string[]
  readonly #tracks = new Map<string, { bandwidth: number; resolution: string }>()
  readonly #places = new Map<string, Place[]>()
  isChanged = false

  constructor({ beganAtMs, previousSessions }: { beganAtMs: number; previousSessions: readonly string[] }) {
    this.beganAtMs = beganAtMs
    this.#previousSessions = previousSessions
  }

  /** Nanoseconds, as everywhere on the network. */
  get fileName(): string {
    return `playlist_${BigInt(this.beganAtMs) * 1_000_000n}.json`
  }

  /** Whether places are still to be filled. */
  get isOpen(): boolean {
    return [...this.#places.values()].some((places) => places.some(isOpen))
  }

  /** Keeps a place for a segment that is on its way: what comes after it is listed once this is filled or given up. */
  reserve({ name, bytes, widthPx, heightPx }: TrackFacts): RecordingPlace {
    const place: Place = { segment: undefined, isGivenUp: false }
    const places = this.#places.get(name) ?? []
    this.#places.set(name, places)
    places.push(place)
    return {
      fill: (segment) => {
        place.segment = segment
        const before = this.#tracks.get(name)
        const bitrate = segment.duration_ms > 0 ? Math.round((bytes * 8_000) / segment.duration_ms) : 0
        this.#tracks.set(name, {
          bandwidth: Math.max(before?.bandwidth ?? 0, bitrate),
          resolution: widthPx > 0 ? `${widthPx}x${heightPx}` : (before?.resolution ?? '0x0'),
        })
        this.isChanged = true
      },
      giveUp: () => {
        place.isGivenUp = true
        this.isChanged = true
      },
    }
  }

  toJson(): RecordingPlaylistJson {
    const lists = [...this.#places].map(([name, places]) => [name, listed(places)] as const)
    const durations = lists.map(([, list]) => list.reduce((sum, one) => sum + one.duration_ms, 0))
    return {
      duration_ms: Math.max(0, ...durations),
      tracks: [...this.#tracks].map(([name, facts]) => ({ name, ...facts })),
      segments: Object.fromEntries(lists),
      ...(this.#previousSessions.length > 0 && { previous_sessions: [...this.#previousSessions] }),
    }
  }
}

function isOpen({ segment, isGivenUp }: Place): boolean {
  return segment === undefined && !isGivenUp
}

/** Players may not find anything new before what they have seen, so nothing is listed after a place that is open. */
function listed(places: readonly Place[]): RecordedSegment[] {
  const end = places.findIndex(isOpen)
  return places.slice(0, end < 0 ? undefined : end).flatMap(({ segment }) => segment ?? [])
}
