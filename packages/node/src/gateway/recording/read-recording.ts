import type { ObjectStore } from '../storage/object-store.ts'
import { type RecordingPlaylistJson, recordingPlaylistSchema } from './recording-playlist.ts'
import { sessionPattern } from './stored-keys.ts'

/** One segment of one track as it is played. */
interface RecordingPiece {
  /** In the store. */
  readonly key: string
  readonly durationMs: number
  /** Decoders have to begin anew before it. */
  readonly discontinuity: boolean
}

export interface RecordingTrack {
  readonly name: string
  readonly bandwidthBps: number
  readonly widthPx: number
  readonly heightPx: number
  readonly pieces: readonly RecordingPiece[]
}

/** Everything that was recorded of a stream, and of those before it, one after another. */
export interface Recording {
  readonly tracks: readonly RecordingTrack[]
  /** When the newest run of it began. */
  readonly newestSession: string
}

const maxPlaylistBytes = 50_000_000
const maxSessions = 500
const maxPlaylists = 2_000

/**
 * Reads a recording from its store.
 * @returns undefined when nothing was recorded.
 * @throws {StoreError}
 */
export async function readRecording(store: ObjectStore, streamId: string): Promise<Recording | undefined> {
  const own = await readSessions(store, streamId)
  if (own.length === 0) return undefined
  const before = new Set(own.flatMap(({ json }) => json.previous_sessions ?? []))
  before.delete(streamId)
  const earlier: Piece[] = []
  for (const id of before) earlier.push(...(await readSessions(store, id)))
  const all = [...earlier, ...own]
  const names = [...new Set(all.flatMap(({ json }) => json.tracks.map(({ name }) => name)))]
  const newestSession = own.at(-1)?.session ?? ''
  return { tracks: names.map((name) => trackOf(name, all)), newestSession }
}

/** One playlist file. */
interface Piece {
  readonly streamId: string
  readonly session: string
  readonly json: RecordingPlaylistJson
}

async function readSessions(store: ObjectStore, streamId: string): Promise<Piece[]> {
  const folders = (await store.folders(`${streamId}/`)).filter((name) => sessionPattern.test(name))
  const sessions = folders.sort((a, b) => startOf(a) - startOf(b)).slice(-maxSessions)
  const pieces: Piece[] = []
  for (const session of sessions) {
    const keys: string[] = []
    for await (const { key } of store.list(`${streamId}/${session}/playlist_`)) keys.push(key)
    for (const key of keys.sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, maxPlaylists)) {
      const json = await readPlaylist(store, key)
      if (json) pieces.push({ streamId, session, json })
    }
  }
  return pieces
}

async function readPlaylist(store: ObjectStore, key: string): Promise<RecordingPlaylistJson | undefined> {
  const bytes = await store.get(key, { maxBytes: maxPlaylistBytes })
  if (!bytes) return undefined
  try {
    return recordingPlaylistSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data
  } catch {
    return undefined
  }
}

function startOf(session: string): number {
  return Number(sessionPattern.exec(session)?.[1] ?? 0)
}

function trackOf(name: string, all: readonly Piece[]): RecordingTrack {
  const pieces: RecordingPiece[] = []
  let [bandwidthBps, widthPx, heightPx] = [1, 0, 0]
  let last: { readonly session: string; readonly seqNo: number } | undefined
  for (const { streamId, session, json } of all) {
    const facts = json.tracks.find((track) => track.name === name)
    const [, width = '0', height = '0'] = /^(\d+)x(\d+)$/.exec(facts?.resolution ?? '') ?? []
    bandwidthBps = Math.max(bandwidthBps, facts?.bandwidth ?? 0)
    widthPx = Math.max(widthPx, Number(width))
    heightPx = Math.max(heightPx, Number(height))
    for (const { seq_no: seqNo, uri, duration_ms: durationMs, discontinuity } of json.segments[name] ?? []) {
      const isNext = last === undefined || (last.session === session && last.seqNo + 1 === seqNo)
      pieces.push({ key: `${streamId}/${uri}`, durationMs, discontinuity: discontinuity === true || !isNext })
      last = { session, seqNo }
    }
  }
  return { name, bandwidthBps, widthPx, heightPx, pieces }
}
