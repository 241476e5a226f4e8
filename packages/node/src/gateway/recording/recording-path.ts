/** What a URL below `/recordings/` asks for. */
export type RecordingTarget = { readonly streamId: string } & (
  | { readonly kind: 'master' }
  | { readonly kind: 'media'; readonly track: string }
  | { readonly kind: 'file'; readonly track: string }
  | { readonly kind: 'segment'; readonly key: string }
)

/**
 * `/recordings/<stream>/index.m3u8`, `<track>.m3u8`, `<track>.mp4`, and segments below them.
 * @param path as it came, percent-encoded.
 * @returns undefined when it is none of these.
 */
export function parseRecordingPath(path: string): RecordingTarget | undefined {
  let parts: string[]
  try {
    parts = path.split('/').map(decodeURIComponent)
  } catch {
    return undefined
  }
  const [empty, root, streamId, ...rest] = parts
  if (empty !== '' || root !== 'recordings' || !streamId || parts.some((part) => part.includes('/')))
    return undefined
  const [file = ''] = rest
  if (rest.length === 1) {
    if (file === 'index.m3u8') return { kind: 'master', streamId }
    const [, track, extension] = /^(.{1,256})\.(m3u8|mp4)$/.exec(file) ?? []
    if (track === undefined) return undefined
    return { kind: extension === 'mp4' ? 'file' : 'media', streamId, track }
  }
  return rest.length === 3 && rest[2]?.endsWith('.ts')
    ? { kind: 'segment', streamId, key: [streamId, ...rest].join('/') }
    : undefined
}
