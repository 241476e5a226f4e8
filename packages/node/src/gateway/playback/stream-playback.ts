import {
  type MediaPlaylist,
  type PlaylistVariant,
  type Profile,
  renderMasterPlaylist,
  renderMediaPlaylist,
  type Segment,
} from '@millrace/media'
import type { CheckedRendition, PublishedRendition } from '../dispatch/types.ts'
import { type SegmentLookup, VariantWindow } from './variant-window.ts'

/** Name of the untouched stream among the renditions. */
export const sourceName = 'source'

/** Live playlists never get shorter than this for want of memory. */
const leastSegments = 3

export interface StreamPlaybackOptions {
  readonly playbackWindow: number
  readonly segmentTargetMs: number
}

interface Variant {
  readonly name: string
  readonly window: VariantWindow
  /** Measured on the newest segment. */
  media?: Pick<PlaylistVariant, 'widthPx' | 'heightPx' | 'fps' | 'codecs'>
}

/** Playlists and segments of one stream: the source as it comes, its renditions when they are there. */
export class StreamPlayback {
  readonly #options: StreamPlaybackOptions
  readonly #source: Variant
  #renditions: readonly (Variant & { readonly profile: Profile })[] = []
  /** Ties the stream's timeline to the wall clock; anew after each discontinuity. */
  #clock = { startMs: 0, wallMs: 0 }
  /** Wall clock of segments whose renditions are not there yet. */
  readonly #wallMs = new Map<number, number>()
  #isSettled = false
  #isOffered = true
  readonly #settled = Promise.withResolvers<void>()

  constructor(options: StreamPlaybackOptions) {
    this.#options = options
    this.#source = { name: sourceName, window: this.#newWindow() }
  }

  /** What the stream is transcoded to; known once its source is. */
  setProfiles(profiles: readonly Profile[]): void {
    this.#renditions = profiles.map((profile) => ({
      name: profile.name,
      profile,
      window: this.#newWindow(),
    }))
  }

  get heldBytes(): number {
    return this.#variants().reduce((sum, { window }) => sum + window.heldBytes, 0)
  }

  /** @param receivedAtMs when the segment was complete at the gateway. */
  addSource(segment: Segment, receivedAtMs: number): void {
    if (!this.#source.window.hasMedia || segment.discontinuity) {
      this.#clock = { startMs: segment.startMs, wallMs: receivedAtMs - segment.durationMs }
    }
    const wallMs = Math.round(this.#clock.wallMs + segment.startMs - this.#clock.startMs)
    this.#wallMs.set(segment.seqNo, wallMs)
    const { video, audio } = segment
    if (video) {
      const codecs = [video.codec, ...(audio ? [audio.codec] : [])]
      this.#source.media = { widthPx: video.widthPx, heightPx: video.heightPx, fps: video.fps, codecs }
    }
    append(this.#source, segment, { bytes: segment.bytes, wallMs })
  }

  /** Adds the next segment of all renditions together; undefined when they are lost. */
  addRenditions(
    segment: Segment,
    renditions: readonly (PublishedRendition & Partial<CheckedRendition>)[] | undefined,
  ): void {
    const wallMs = this.#wallMs.get(segment.seqNo) ?? 0
    this.#wallMs.delete(segment.seqNo)
    this.#renditions.forEach((variant, index) => {
      const rendition = renditions?.[index]
      const { widthPx, heightPx, fps, codecs } = rendition ?? {}
      if (widthPx && heightPx && fps !== undefined && codecs) {
        variant.media = { widthPx, heightPx, fps, codecs }
      }
      append(variant, segment, { bytes: rendition?.bytes, wallMs })
    })
    this.#settle()
  }

  /** Whether new viewers are offered the renditions; they are not while nobody can be paid to make them. */
  offerRenditions(offered: boolean): void {
    this.#isOffered = offered
  }

  /** No segment follows; an encoder that comes back opens the playlists again. */
  end(ended = true): void {
    for (const { window } of this.#variants()) window.end(ended)
    if (ended) this.#settle()
  }

  /** Resolves when the first segment has its renditions, or is known to get none. */
  async ready(signal: AbortSignal): Promise<void> {
    if (this.#isSettled || signal.aborted) return
    const aborted = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => aborted.resolve(), { once: true })
    await Promise.race([this.#settled.promise, aborted.promise])
  }

  /**
   * @param uriOf the media playlist of a rendition as this playlist's readers reach it.
   * @returns undefined when there is nothing to play yet.
   */
  masterPlaylist(uriOf: (rendition: string) => string): string | undefined {
    if (!this.#source.window.hasMedia) return undefined
    const offered = this.#renditions.filter(({ window }) => window.hasMedia || this.#isOffered)
    const variants = [
      { ...this.#source.media, ...bandwidthOf(this.#source.window), uri: uriOf(sourceName) },
      ...offered.map(({ name, profile, window, media }) => ({
        widthPx: profile.widthPx,
        heightPx: profile.heightPx,
        ...media,
        ...bandwidthOf(window, profile),
        uri: uriOf(name),
      })),
    ]
    return renderMasterPlaylist({ variants, independentSegments: true })
  }

  /** @returns undefined when there is no such rendition. */
  mediaPlaylist(rendition: string, uriOf: (seqNo: number) => string): string | undefined {
    const playlist = this.#find(rendition)?.window.playlist(uriOf)
    return playlist && renderMediaPlaylist(withOneTarget(playlist, this.#source.window))
  }

  segment(rendition: string, seqNo: number): SegmentLookup {
    return this.#find(rendition)?.window.segment(seqNo) ?? { kind: 'unknown' }
  }

  /** Frees the oldest segment of every rendition. @returns whether there was one to free. */
  shrink(): boolean {
    if (this.#source.window.listedSegments <= leastSegments) return false
    const oldest = Math.min(
      ...this.#variants().map(({ window }) => window.firstListed ?? Number.POSITIVE_INFINITY),
    )
    for (const { window } of this.#variants()) {
      if (window.firstListed === oldest) window.dropOldest({ release: true })
    }
    return true
  }

  #find(name: string): Variant | undefined {
    return this.#variants().find((variant) => variant.name === name)
  }

  #variants(): readonly Variant[] {
    return [this.#source, ...this.#renditions]
  }

  #newWindow(): VariantWindow {
    const { playbackWindow, segmentTargetMs } = this.#options
    return new VariantWindow({ maxSegments: playbackWindow, targetDurationMs: segmentTargetMs })
  }

  #settle(): void {
    this.#isSettled = true
    this.#settled.resolve()
  }
}

/** As measured; as ordered while nothing is there. */
function bandwidthOf(
  { peakBps, averageBps }: VariantWindow,
  profile?: Profile,
): Pick<PlaylistVariant, 'bandwidthBps' | 'averageBandwidthBps'> {
  const ordered = profile?.bitrateBps ?? 1
  return { bandwidthBps: peakBps || ordered, averageBandwidthBps: averageBps || ordered }
}

function append(
  { window }: Variant,
  { seqNo, durationMs, discontinuity }: Segment,
  { bytes, wallMs }: { bytes: Uint8Array | undefined; wallMs: number },
): void {
  window.append({ seqNo, durationMs, discontinuity, programDateTimeMs: wallMs, bytes })
}

/** All media playlists of a stream have the same target duration; the source's is the first to know. */
function withOneTarget(playlist: MediaPlaylist, source: VariantWindow): MediaPlaylist {
  return { ...playlist, targetDurationMs: Math.max(playlist.targetDurationMs, source.targetDurationMs) }
}
