import type { StreamKeyFacts } from '../streams/stream-keys.ts'

/** Where an encoder wants to publish, by its URL. Holds the key: never log it. */
export interface PublishTarget {
  /** Path of the connection, e.g. `live`. */
  readonly app: string
  /** Name of the stream, e.g. the key. */
  readonly name: string
  readonly query: URLSearchParams
}

/** The application that encoders are set up with by habit; below it the key alone names the stream. */
const anyStreamApp = 'live'

/**
 * Finds the stream that a URL and the key in it publish to: `rtmp://host/live/<key>`, `rtmp://host/<stream>/<key>`,
 * `rtmp://host/live/<stream>/<key>`, or `rtmp://host/live/<stream>?key=<key>`.
 * @returns undefined when the key is wrong, or is another stream's.
 */
export function resolvePublishTarget(
  { app, name, query }: PublishTarget,
  check: (key: string) => StreamKeyFacts | undefined,
): StreamKeyFacts | undefined {
  const parts = [...app.split('/'), ...name.split('/')].filter((part) => part !== '')
  const last = parts.at(-1)
  const queryKey = query.get('key') ?? query.get('token')
  if (queryKey !== null) {
    const facts = check(queryKey)
    return facts?.streamId === last ? facts : undefined
  }
  const facts = last === undefined ? undefined : check(last)
  const named = parts.at(-2)
  const isNamed = named === undefined || named === facts?.streamId
  return isNamed || (parts.length === 2 && named === anyStreamApp) ? facts : undefined
}
