import { InvalidPlaylistValueError } from './errors.ts'
import type { MasterPlaylist, MediaPlaylist, PlaylistSegment, PlaylistVariant } from './types.ts'

/** A line break or quote in a URI or name would let its author add tags of his own. */
const unsafe = /[\p{Cc}"]/u

function checkUri(field: string, uri: string): string {
  if (uri === '' || uri.startsWith('#') || unsafe.test(uri)) {
    throw new InvalidPlaylistValueError({ field, reason: 'is not a URI that a playlist can carry' })
  }
  return uri
}

function checkNumber(field: string, value: number): number {
  if (!Number.isFinite(value) || value < 0) {
    throw new InvalidPlaylistValueError({ field, reason: `is ${value}, not a number from 0 up` })
  }
  return value
}

const integer = (field: string, value: number) => Math.round(checkNumber(field, value))

function variantLines(variant: PlaylistVariant): string[] {
  const { bandwidthBps, averageBandwidthBps, codecs, widthPx, heightPx, fps } = variant
  const attributes = [`BANDWIDTH=${Math.max(1, integer('bandwidthBps', bandwidthBps))}`]
  if (averageBandwidthBps !== undefined) {
    attributes.push(`AVERAGE-BANDWIDTH=${Math.max(1, integer('averageBandwidthBps', averageBandwidthBps))}`)
  }
  if (codecs !== undefined && codecs.length > 0) {
    const list = codecs.join(',')
    if (unsafe.test(list))
      throw new InvalidPlaylistValueError({ field: 'codecs', reason: 'has a quote or control' })
    attributes.push(`CODECS="${list}"`)
  }
  if (widthPx !== undefined && heightPx !== undefined) {
    attributes.push(`RESOLUTION=${integer('widthPx', widthPx)}x${integer('heightPx', heightPx)}`)
  }
  if (fps !== undefined && fps > 0) attributes.push(`FRAME-RATE=${checkNumber('fps', fps).toFixed(3)}`)
  return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, checkUri('uri', variant.uri)]
}

/**
 * Writes a master playlist (RFC 8216 4.3.4).
 * @throws {InvalidPlaylistValueError} when a value would break the syntax.
 */
export function renderMasterPlaylist({ variants, independentSegments }: MasterPlaylist): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:3']
  if (independentSegments) lines.push('#EXT-X-INDEPENDENT-SEGMENTS')
  for (const variant of variants) lines.push(...variantLines(variant))
  return `${lines.join('\n')}\n`
}

function segmentLines(segment: PlaylistSegment): string[] {
  const lines: string[] = []
  if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY')
  if (segment.programDateTimeMs !== undefined) {
    const date = new Date(checkNumber('programDateTimeMs', segment.programDateTimeMs))
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${date.toISOString()}`)
  }
  if (segment.gap) lines.push('#EXT-X-GAP')
  const seconds = (checkNumber('durationMs', segment.durationMs) / 1000).toFixed(3)
  lines.push(`#EXTINF:${seconds},`, checkUri('uri', segment.uri))
  return lines
}

/** Whole seconds that no listed segment's rounded duration passes (RFC 8216 4.3.3.1). */
function targetDurationSeconds(targetDurationMs: number, segments: readonly PlaylistSegment[]): number {
  const wished = Math.ceil(checkNumber('targetDurationMs', targetDurationMs) / 1000)
  return segments.reduce(
    (target, { durationMs }) => Math.max(target, Math.round(durationMs / 1000)),
    Math.max(1, wished),
  )
}

/**
 * Writes a media playlist (RFC 8216 4.3.2, 4.3.3; EXT-X-GAP of its second edition, which players that do
 * not know it ignore).
 * @throws {InvalidPlaylistValueError} when a value would break the syntax.
 */
export function renderMediaPlaylist(playlist: MediaPlaylist): string {
  const { segments, mediaSequence, discontinuitySequence, targetDurationMs, initUri, ended, type } = playlist
  const lines = [
    '#EXTM3U',
    // Fractional durations need 3, an initialisation section 6 (RFC 8216 7).
    `#EXT-X-VERSION:${initUri === undefined ? 3 : 6}`,
    `#EXT-X-TARGETDURATION:${targetDurationSeconds(targetDurationMs, segments)}`,
    `#EXT-X-MEDIA-SEQUENCE:${integer('mediaSequence', mediaSequence)}`,
  ]
  if (type !== undefined) lines.push(`#EXT-X-PLAYLIST-TYPE:${type}`)
  if (discontinuitySequence > 0) {
    lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${integer('discontinuitySequence', discontinuitySequence)}`)
  }
  if (initUri !== undefined) lines.push(`#EXT-X-MAP:URI="${checkUri('initUri', initUri)}"`)
  for (const segment of segments) lines.push(...segmentLines(segment))
  if (ended) lines.push('#EXT-X-ENDLIST')
  return `${lines.join('\n')}\n`
}
