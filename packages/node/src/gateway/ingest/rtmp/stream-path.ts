/** Where a publisher wants its stream to go, as the URL says. */
export interface StreamPath {
  /** First part of the path, when it is one of the names of an app. */
  readonly app: string | undefined
  readonly manifestId: string | undefined
  /** A secret. */
  readonly streamKey: string | undefined
}

const defaultApps = ['live', 'stream']
const maxParts = 4
const part = /^(?!\.{1,2}$)[\w.~+=@:-]{1,256}$/

/**
 * Reads `[app/]manifestId[/streamKey]` from an RTMP connection's app and stream name, however an encoder
 * splits the path between them. With one part behind the app nothing tells a manifest from a key: it is
 * given as the manifest (encoders with a field for the key, as OBS, send `live` and the key).
 * @returns undefined when the path has other parts, or parts that no stream can have.
 */
export function parseStreamPath(
  { app, name }: { readonly app: string; readonly name: string },
  { apps = defaultApps }: { readonly apps?: readonly string[] } = {},
): StreamPath | undefined {
  const parts = `${app}/${name}`.split('/').filter((text) => text !== '')
  if (parts.length > maxParts || !parts.every((text) => part.test(text))) return undefined
  const hasApp = parts[0] !== undefined && apps.includes(parts[0])
  const [manifestId, streamKey, ...more] = hasApp ? parts.slice(1) : parts
  if (more.length > 0) return undefined
  return { app: hasApp ? parts[0] : undefined, manifestId, streamKey }
}

/** Splits a path from its query, as encoders put one on the app or on the name. */
export function splitQuery(text: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = text.indexOf('?')
  if (mark === -1) return { path: text, query: new URLSearchParams() }
  return { path: text.slice(0, mark), query: new URLSearchParams(text.slice(mark + 1)) }
}
