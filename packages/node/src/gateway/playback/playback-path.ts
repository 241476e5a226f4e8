/** What a playback URL asks for. */
export type PlaybackTarget = { readonly streamId: string } & (
  | { readonly kind: 'master'; readonly form: 'hls' | 'network' }
  | { readonly kind: 'media'; readonly rendition: string }
  | { readonly kind: 'segment'; readonly rendition: string; readonly seqNo: number }
)

/**
 * `/hls/<stream>/index.m3u8` and the live network's `/stream/<stream>.m3u8`, with media playlists and segments at
 * `<rendition>.m3u8` and `<rendition>/<seqNo>.ts` below the stream in both.
 * @param path as it came, percent-encoded.
 * @returns undefined when it is none of these.
 */
export function parsePlaybackPath(path: string): PlaybackTarget | undefined {
  const parts = path.split('/').map(decode)
  const [empty, root, stream, rendition, file, ...more] = parts
  if (empty !== '' || !stream || more.length > 0 || parts.includes(undefined)) return undefined
  if (root === 'stream' && rendition === undefined) {
    const streamId = withoutEnd(stream, '.m3u8')
    return streamId ? { kind: 'master', form: 'network', streamId } : undefined
  }
  if ((root !== 'stream' && root !== 'hls') || !rendition) return undefined
  if (file === undefined) {
    if (root === 'hls' && rendition === 'index.m3u8') {
      return { kind: 'master', form: 'hls', streamId: stream }
    }
    const name = withoutEnd(rendition, '.m3u8')
    return name ? { kind: 'media', streamId: stream, rendition: name } : undefined
  }
  const seqNo = /^(\d{1,15})\.ts$/.exec(file)?.[1]
  return seqNo ? { kind: 'segment', streamId: stream, rendition, seqNo: Number(seqNo) } : undefined
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

function withoutEnd(text: string, end: string): string | undefined {
  return text.endsWith(end) && text.length > end.length ? text.slice(0, -end.length) : undefined
}
