import type { MediaPlaylist } from '@millrace/media'

/** Segments that stay to be fetched after they left the playlist, for viewers who hold an older one. */
const retainedSegments = 5

export interface WindowEntry {
  readonly seqNo: number
  readonly durationMs: number
  readonly discontinuity: boolean
  /** Wall clock of the first frame. */
  readonly programDateTimeMs: number
  /** Undefined: this rendition is missing, the playlist says so as a gap. */
  readonly bytes: Uint8Array | undefined
}

export type SegmentLookup =
  | { readonly kind: 'found'; readonly bytes: Uint8Array }
  /** Was there, or is known to be missing. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown' }

/**
 * The last segments of one rendition. Media and discontinuity sequence count what left (RFC 8216 6.2.2) and the target
 * duration only grows. Unlike a fixed window it can be shortened when memory is short.
 */
export class VariantWindow {
  readonly #maxSegments: number
  readonly #listed: WindowEntry[] = []
  readonly #retained: WindowEntry[] = []
  #firstSeqNo: number | undefined
  #nextSeqNo = 0
  #discontinuitySequence = 0
  #targetDurationMs: number
  #peakBps = 0
  #totalBytes = 0
  #totalMs = 0
  #heldBytes = 0
  #ended = false

  constructor({ maxSegments, targetDurationMs }: { maxSegments: number; targetDurationMs: number }) {
    this.#maxSegments = maxSegments
    this.#targetDurationMs = targetDurationMs
  }

  get listedSegments(): number {
    return this.#listed.length
  }

  get firstListed(): number | undefined {
    return this.#listed[0]?.seqNo
  }

  get targetDurationMs(): number {
    return this.#targetDurationMs
  }

  /** Bytes of all segments that can be fetched. */
  get heldBytes(): number {
    return this.#heldBytes
  }

  get hasMedia(): boolean {
    return this.#totalMs > 0
  }

  /** Highest rate of any segment so far, in bits a second. */
  get peakBps(): number {
    return Math.round(this.#peakBps)
  }

  get averageBps(): number {
    return this.#totalMs === 0 ? 0 : Math.round((this.#totalBytes * 8000) / this.#totalMs)
  }

  append(entry: WindowEntry): void {
    this.#firstSeqNo ??= entry.seqNo
    this.#nextSeqNo = entry.seqNo + 1
    this.#listed.push(entry)
    this.#targetDurationMs = Math.max(this.#targetDurationMs, Math.round(entry.durationMs / 1000) * 1000)
    if (entry.bytes && entry.durationMs > 0) {
      this.#heldBytes += entry.bytes.length
      this.#totalBytes += entry.bytes.length
      this.#totalMs += entry.durationMs
      this.#peakBps = Math.max(this.#peakBps, (entry.bytes.length * 8000) / entry.durationMs)
    }
    if (this.#listed.length > this.#maxSegments) this.dropOldest()
    while (this.#retained.length > retainedSegments) this.#forget()
  }

  /** Takes the oldest segment out of the playlist; out of memory too when `release` is set. */
  dropOldest({ release = false } = {}): void {
    const oldest = this.#listed.shift()
    if (!oldest) return
    if (oldest.discontinuity) this.#discontinuitySequence++
    this.#retained.push(oldest)
    while (release && this.#retained.length > 0) this.#forget()
  }

  end(ended: boolean): void {
    this.#ended = ended
  }

  segment(seqNo: number): SegmentLookup {
    const entry = [...this.#retained, ...this.#listed].find((candidate) => candidate.seqNo === seqNo)
    if (entry) return entry.bytes ? { kind: 'found', bytes: entry.bytes } : { kind: 'gone' }
    const wasHere = this.#firstSeqNo !== undefined && seqNo >= this.#firstSeqNo && seqNo < this.#nextSeqNo
    return wasHere ? { kind: 'gone' } : { kind: 'unknown' }
  }

  /** @param uriOf the segment's URI as the playlist's readers reach it. */
  playlist(uriOf: (seqNo: number) => string): MediaPlaylist {
    return {
      mediaSequence: this.#listed[0]?.seqNo ?? this.#nextSeqNo,
      discontinuitySequence: this.#discontinuitySequence,
      targetDurationMs: this.#targetDurationMs,
      segments: this.#listed.map(({ seqNo, durationMs, discontinuity, programDateTimeMs, bytes }) => ({
        uri: uriOf(seqNo),
        durationMs,
        discontinuity,
        programDateTimeMs,
        gap: bytes === undefined,
      })),
      ended: this.#ended,
    }
  }

  #forget(): void {
    this.#heldBytes -= this.#retained.shift()?.bytes?.length ?? 0
  }
}
