import { randomBytes } from 'node:crypto'
import { type Clock, type Logger, retry } from '@millrace/common'
import type { Segment } from '@millrace/media'
import { isObjectKey, type ObjectStore } from '../storage/object-store.ts'
import { type RecordedSegment, type RecordingPlace, RecordingPlaylist } from './recording-playlist.ts'
import type { UploadQueue } from './upload-queue.ts'

export interface StreamRecorderOptions {
  readonly streamId: string
  /** Streams whose recordings come before this one's. */
  readonly previousSessions: readonly string[]
}

/** Counts what is kept. */
export interface RecordingRoom {
  /** @returns whether so many bytes more may be kept; they count then. */
  take(bytes: number): boolean
  /** They are not kept after all. */
  giveBack(bytes: number): void
}

export interface StreamRecorderDependencies {
  readonly store: ObjectStore
  readonly queue: UploadQueue
  readonly room: RecordingRoom
  readonly clock: Clock
  readonly log: Logger
  /** Told of each piece that could not be kept. */
  readonly onFailed: (detail: string) => void
  readonly onStored: (bytes: number) => void
}

/** One segment of one track. */
export interface PieceToRecord {
  readonly track: string
  readonly segment: Segment
  readonly bytes: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
  /** Its key, when it is in the store already. */
  readonly storedAs?: string | undefined
}

const rotateAfterMs = 3_600_000
const saveTimeoutMs = 60_000
const saveAttempts = { attempts: 3, firstDelayMs: 500 }

/** Keeps the segments of one stream, from its first to its last, and the playlists that name them. */
export class StreamRecorder {
  /** Names this run of the stream among others of its name. */
  readonly session: string
  readonly #options: StreamRecorderOptions
  readonly #deps: StreamRecorderDependencies
  #playlist: RecordingPlaylist
  readonly #rotated: RecordingPlaylist[] = []
  readonly #folders = new Map<string, string>()
  #saving: Promise<void> | undefined

  constructor(options: StreamRecorderOptions, deps: StreamRecorderDependencies) {
    this.#options = options
    this.#deps = deps
    this.session = `${deps.clock.nowMs()}-${randomBytes(3).toString('hex')}`
    this.#playlist = this.#newPlaylist()
  }

  add(piece: PieceToRecord): void {
    const { bytes, storedAs } = piece
    if (this.#deps.clock.nowMs() - this.#playlist.beganAtMs >= rotateAfterMs) {
      this.#rotated.push(this.#playlist)
      this.#playlist = this.#newPlaylist()
    }
    if (storedAs === undefined && !this.#deps.room.take(bytes.length)) {
      this.#failed(piece, 'recordings may take no more room')
      return
    }
    const { track: name, widthPx, heightPx } = piece
    const place = this.#playlist.reserve({ name, bytes: bytes.length, widthPx, heightPx })
    if (storedAs !== undefined) place.fill(this.#entryOf(piece, storedAs))
    else this.#upload(piece, place)
  }

  #upload(piece: PieceToRecord, place: RecordingPlace): void {
    const { bytes, segment } = piece
    const key = `${this.#options.streamId}/${this.session}/${this.#folderOf(piece.track)}/${segment.seqNo}.ts`
    const isTaken = this.#deps.queue.add({ bytes: bytes.length, run: () => this.#store(piece, key, place) })
    if (!isTaken) this.#giveUp(piece, place, 'the object store is too slow')
  }

  /** Writes the playlists that changed; what cannot be written is tried the next time. */
  save(): Promise<void> {
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined
    })
    return this.#saving
  }

  /** Writes what is still unwritten, once everything that was added is stored or given up. */
  async finish(): Promise<void> {
    // A save that is under way may have begun before the last piece was there.
    await this.#saving
    await this.save()
  }

  async #saveAll(): Promise<void> {
    for (const playlist of [...this.#rotated]) {
      const isWritten = await this.#savePlaylist(playlist)
      if (isWritten && !playlist.isOpen && !playlist.isChanged)
        this.#rotated.splice(this.#rotated.indexOf(playlist), 1)
    }
    await this.#savePlaylist(this.#playlist)
  }

  async #savePlaylist(playlist: RecordingPlaylist): Promise<boolean> {
    if (!playlist.isChanged) return true
    playlist.isChanged = false
    const { streamId } = this.#options
    const key = `${streamId}/${this.session}/${playlist.fileName}`
    const bytes = new TextEncoder().encode(JSON.stringify(playlist.toJson()))
    try {
      await this.#put(key, bytes, 'application/json')
      return true
    } catch (err) {
      playlist.isChanged = true
      this.#deps.log.warn({ err, streamId }, 'playlist of a recording cannot be written')
      return false
    }
  }

  async #store(piece: PieceToRecord, key: string, place: RecordingPlace): Promise<void> {
    try {
      await this.#put(key, piece.bytes, 'video/mp2t')
      this.#deps.onStored(piece.bytes.length)
      place.fill(this.#entryOf(piece, key))
    } catch (err) {
      this.#giveUp(piece, place, err instanceof Error ? err.message : String(err))
    }
  }

  #put(key: string, bytes: Uint8Array, contentType: string): Promise<void> {
    const { store } = this.#deps
    const signal = AbortSignal.timeout(saveTimeoutMs)
    return retry(() => store.put(key, bytes, { contentType, signal }), { ...saveAttempts, signal })
  }

  #entryOf({ segment }: PieceToRecord, key: string): RecordedSegment {
    return {
      seq_no: segment.seqNo,
      uri: key.slice(this.#options.streamId.length + 1),
      duration_ms: segment.durationMs,
      ...(segment.discontinuity && { discontinuity: true }),
    }
  }

  #giveUp(piece: PieceToRecord, place: RecordingPlace, detail: string): void {
    this.#deps.room.giveBack(piece.bytes.length)
    place.giveUp()
    this.#failed(piece, detail)
  }

  #failed({ track, segment }: PieceToRecord, detail: string): void {
    this.#deps.onFailed(`Segment ${segment.seqNo} of ${track}: ${detail}`)
  }

  /** Tracks whose names are no part of a key get another. */
  #folderOf(track: string): string {
    const folder = this.#folders.get(track) ?? (isObjectKey(track) ? track : `track-${this.#folders.size}`)
    this.#folders.set(track, folder)
    return folder
  }

  #newPlaylist(): RecordingPlaylist {
    const { previousSessions } = this.#options
    return new RecordingPlaylist({ beganAtMs: this.#deps.clock.nowMs(), previousSessions })
  }
}
