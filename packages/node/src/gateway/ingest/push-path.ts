/** What an HTTP push URL names: `/live/<stream>/<seq>.ts`, or with the key, `/live/<stream>/<key>/<seq>.ts`. */
export interface PushTarget {
  readonly streamId: string
  readonly key: string | undefined
  /** The encoder's own number; 0 when the name is not one, as everywhere on the network. */
  readonly number: number
  readonly extension: string
}

/** @param path as it came, percent-encoded. @returns undefined when it is no such URL. */
export function parsePushPath(path: string): PushTarget | undefined {
  let parts: string[]
  try {
    parts = path.split('/').slice(1).map(decodeURIComponent)
  } catch {
    return undefined
  }
  const [root, streamId, ...rest] = parts
  const file = rest.pop()
  if (root !== 'live' || !streamId || !file || rest.length > 1) return undefined
  const [, name = '', extension] = /^([^.]*)\.([a-z0-9]+)$/i.exec(file) ?? []
  if (extension === undefined) return undefined
  return {
    streamId,
    key: rest[0],
    number: /^\d{1,15}$/.test(name) ? Number(name) : 0,
    extension: extension.toLowerCase(),
  }
}
