import { renderMasterPlaylist, renderMediaPlaylist } from '@millrace/media'
import type { Recording, RecordingTrack } from './read-recording.ts'

/** @param query handed on to the URIs. */
export function recordingMaster({ tracks }: Recording, query: string): string {
  const variants = tracks.map(({ name, bandwidthBps, widthPx, heightPx }) => ({
    uri: `${encodeURIComponent(name)}.m3u8${query}`,
    bandwidthBps: Math.max(1, Math.round(bandwidthBps)),
    ...(widthPx > 0 && heightPx > 0 && { widthPx, heightPx }),
  }))
  return renderMasterPlaylist({ variants, independentSegments: true })
}

/** @param isOver nothing follows any more. */
export function recordingMedia(
  { pieces }: RecordingTrack,
  { query, isOver }: { readonly query: string; readonly isOver: boolean },
): string {
  const longest = Math.max(1_000, ...pieces.slice(0, 100_000).map(({ durationMs }) => durationMs))
  return renderMediaPlaylist({
    type: isOver ? 'VOD' : 'EVENT',
    mediaSequence: 0,
    discontinuitySequence: 0,
    targetDurationMs: longest,
    ended: isOver,
    segments: pieces.map(({ key, durationMs, discontinuity }) => ({
      uri: `../${key.split('/').map(encodeURIComponent).join('/')}${query}`,
      durationMs,
      discontinuity,
    })),
  })
}
