import type { ObjectStore } from '../storage/object-store.ts'
import type { Recording } from './read-recording.ts'
import { recordingMaster, recordingMedia } from './recording-playlists.ts'

/**
 * Writes the playlists of a recording that is over into its store, so that the store alone can play it.
 * @throws {StoreError}
 */
export async function finalizeRecording(
  store: ObjectStore,
  streamId: string,
  recording: Recording,
): Promise<void> {
  const contentType = 'application/vnd.apple.mpegurl'
  const write = (name: string, text: string) =>
    store.put(`${streamId}/${name}`, new TextEncoder().encode(text), { contentType })
  for (const track of recording.tracks) {
    await write(`${track.name}.m3u8`, recordingMedia(track, { query: '', isOver: true }))
  }
  await write('index.m3u8', recordingMaster(recording, ''))
}
