import { type Clock, Lifecycle, type Logger } from '@millrace/common'
import type { Segment, SegmenterCursor } from '@millrace/media'
import type { DispatchOutcome } from '../dispatch/types.ts'
import { PublishRefusedError } from '../errors.ts'
import type { StreamPlayback } from '../playback/stream-playback.ts'
import type { Stream } from './stream.ts'
import type { StreamOrder } from './stream-order.ts'

export interface StreamRegistryOptions {
  readonly maxStreams: number
  readonly streamGraceMs: number
  readonly streamRetentionMs: number
  readonly takeoverAfterMs: number
  readonly playbackMemoryBytes: number
}

export interface StreamRegistryDependencies {
  readonly newStream: (streamId: string, begin: StreamBeginning) => Stream
  readonly clock: Clock
  readonly log: Logger
}

/** What a new stream begins with. */
export interface StreamBeginning {
  /** Where an earlier stream of this name stopped. */
  readonly cursor: SegmenterCursor | undefined
  readonly order: StreamOrder
}

export interface PublishFacts {
  readonly streamId: string
  /** Undefined: it needs none, since it was let in otherwise. */
  readonly keyId: string | undefined
  /** What is wanted of the stream; a running one goes on as it began. */
  readonly order: StreamOrder
  /** Whether it says itself when it is gone: then nobody takes over, however long nothing comes. */
  readonly mayBeSilent?: boolean
  /** Ends the encoder's connection; the sentence is for it. */
  readonly disconnect: (description: string, code?: PublishRefusedError['code']) => void
}

/** An encoder that was let in. */
export interface Publisher {
  readonly streamId: string
  /** Where its segmenter goes on; undefined in a new stream. */
  readonly resumeFrom: SegmenterCursor | undefined
  /**
   * Takes a segment in.
   * @param cursor where the segmenter stands after it.
   * @returns what comes of its renditions.
   * @throws {PublishRefusedError} when another encoder took over.
   */
  segment(segment: Segment, cursor: SegmenterCursor): Promise<DispatchOutcome>
  /** Something came from the encoder. */
  touch(): void
  /** The encoder is gone. Idempotent. */
  end(): void
  /** It will not come back: the stream ends, and what is still under way is given up, which is waited for. Idempotent. */
  finish(): Promise<void>
}

interface Entry {
  readonly stream: Stream
  publisher: { readonly facts: PublishFacts; heardAtMs: number } | undefined
  timer: NodeJS.Timeout | undefined
}

/** What is kept of streams long gone, so that segment numbers never come twice. */
const maxRemembered = 10_000

/** All streams: who may publish, who continues, what ends. */
export class StreamRegistry {
  readonly #options: StreamRegistryOptions
  readonly #deps: StreamRegistryDependencies
  readonly #entries = new Map<string, Entry>()
  readonly #cursors = new Map<string, SegmenterCursor>()
  readonly #life = new Lifecycle()

  constructor(options: StreamRegistryOptions, deps: StreamRegistryDependencies) {
    this.#options = options
    this.#deps = deps
  }

  get streams(): readonly Stream[] {
    return [...this.#entries.values()].map(({ stream }) => stream)
  }

  /** Streams that are not over. */
  get liveStreams(): number {
    return this.streams.filter(({ isEnded }) => !isEnded).length
  }

  /** Memory that playback holds. */
  get playbackBytes(): number {
    return this.streams.reduce((sum, { playback }) => sum + playback.heldBytes, 0)
  }

  playback(streamId: string): StreamPlayback | 'gone' | undefined {
    const entry = this.#entries.get(streamId)
    if (entry) return entry.stream.playback
    return this.#cursors.has(streamId) ? 'gone' : undefined
  }

  /** @throws {PublishRefusedError} as {@link StreamRegistry.open} would now. */
  check(streamId: string): void {
    if (this.#life.isClosed) throw new PublishRefusedError({ code: 'CLOSING' })
    const entry = this.#entries.get(streamId)
    if (entry && !entry.stream.isEnded) {
      if (entry.publisher && !this.#isSilent(entry.publisher)) {
        throw new PublishRefusedError({ code: 'STREAM_BUSY' })
      }
    } else if (this.liveStreams >= this.#options.maxStreams) {
      throw new PublishRefusedError({ code: 'TOO_MANY_STREAMS' })
    }
  }

  /**
   * Lets an encoder in: into its running stream when it was away for less than the grace time, else into a new one.
   * @throws {PublishRefusedError} when another encoder is there, or there are too many streams.
   */
  open(facts: PublishFacts): Publisher {
    const { streamId } = facts
    this.check(streamId)
    const entry = this.#entryFor(facts)
    const before = entry.publisher
    if (before) {
      this.#deps.log.info({ streamId }, 'another encoder takes over from a silent one')
      before.facts.disconnect('Another encoder took over.')
    }
    clearTimeout(entry.timer)
    const publisher = { facts, heardAtMs: this.#deps.clock.nowMs() }
    entry.publisher = publisher
    entry.stream.setPublisher(true)
    return this.#publisherOf(entry, publisher)
  }

  /** Sends the encoders away whose key is not valid any more. */
  disconnectRevoked(isValid: (keyId: string) => boolean): void {
    for (const { publisher } of this.#entries.values()) {
      const { keyId, streamId } = publisher?.facts ?? {}
      if (publisher && keyId !== undefined && !isValid(keyId)) {
        this.#deps.log.info({ streamId }, 'stream key revoked, encoder sent away')
        publisher.facts.disconnect('The stream key is not valid any more.')
      }
    }
  }

  /** Frees the oldest segments of the largest streams while all together hold too much. */
  shrinkPlayback(): void {
    const playbacks = this.streams.map(({ playback }) => playback)
    let total = this.playbackBytes
    while (total > this.#options.playbackMemoryBytes) {
      const [largest] = playbacks.sort((a, b) => b.heldBytes - a.heldBytes)
      const before = largest?.heldBytes ?? 0
      if (!largest?.shrink()) return
      total += largest.heldBytes - before
    }
  }

  /** Ends all streams; what is under way is given up. Idempotent. */
  async close(): Promise<void> {
    if (this.#life.isClosed) return
    await this.#life.close()
    for (const { timer, publisher } of this.#entries.values()) {
      clearTimeout(timer)
      publisher?.facts.disconnect('The gateway is closing.', 'CLOSING')
    }
    await Promise.all(this.streams.map((stream) => stream.close()))
  }

  #publisherOf(entry: Entry, own: NonNullable<Entry['publisher']>): Publisher {
    const { stream } = entry
    const isCurrent = () => entry.publisher === own
    return {
      streamId: stream.id,
      resumeFrom: stream.cursor,
      segment: (segment, cursor) => {
        own.heardAtMs = this.#deps.clock.nowMs()
        if (!isCurrent()) throw new PublishRefusedError({ code: 'STREAM_BUSY' })
        const outcome = stream.add(segment, cursor)
        this.shrinkPlayback()
        return outcome
      },
      touch: () => {
        own.heardAtMs = this.#deps.clock.nowMs()
      },
      end: () => {
        if (!isCurrent()) return
        entry.publisher = undefined
        if (this.#life.isClosed) return
        stream.setPublisher(false)
        entry.timer = this.#after(this.#options.streamGraceMs, () => this.#endStream(entry))
      },
      finish: async () => {
        if (!isCurrent()) return
        entry.publisher = undefined
        if (this.#life.isClosed) return
        const closed = stream.close()
        this.#endStream(entry)
        await closed
      },
    }
  }

  #entryFor({ streamId, order }: PublishFacts): Entry {
    const known = this.#entries.get(streamId)
    if (known && !known.stream.isEnded) return known
    clearTimeout(known?.timer)
    const cursor = known?.stream.cursor ?? this.#cursors.get(streamId)
    const stream = this.#deps.newStream(streamId, { cursor, order })
    const entry: Entry = { stream, publisher: undefined, timer: undefined }
    this.#entries.set(streamId, entry)
    return entry
  }

  #endStream(entry: Entry): void {
    const { stream } = entry
    this.#deps.log.info({ streamId: stream.id }, 'stream ended')
    void stream.end()
    entry.timer = this.#after(this.#options.streamRetentionMs, () => {
      if (this.#entries.get(stream.id) !== entry) return
      this.#entries.delete(stream.id)
      this.#remember(stream)
    })
  }

  #remember({ id, cursor }: Stream): void {
    if (!cursor) return
    this.#cursors.delete(id)
    this.#cursors.set(id, cursor)
    for (const oldest of this.#cursors.keys()) {
      if (this.#cursors.size <= maxRemembered) return
      this.#cursors.delete(oldest)
    }
  }

  #isSilent({ facts, heardAtMs }: NonNullable<Entry['publisher']>): boolean {
    return !facts.mayBeSilent && this.#deps.clock.nowMs() - heardAtMs >= this.#options.takeoverAfterMs
  }

  #after(ms: number, action: () => void): NodeJS.Timeout {
    const timer = setTimeout(action, ms)
    timer.unref()
    return timer
  }
}
