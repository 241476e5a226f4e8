import type { DialOptions } from './dial.ts'
import { Http2Session } from './http2-session.ts'

/** Orchestrators whose gRPC connection is kept; the least recently used one goes beyond that. */
const maxSessions = 512

/** The kept HTTP/2 connections, one to each origin. */
export class Http2Sessions {
  readonly #options: DialOptions
  readonly #sessions = new Map<string, Http2Session>()

  constructor(options: DialOptions) {
    this.#options = options
  }

  /** The connection to the origin of `url`, which is opened with the first call on it. */
  get(url: URL): Http2Session {
    const key = url.origin
    const session = this.#sessions.get(key) ?? new Http2Session(url, this.#options)
    // Last in, last to go.
    this.#sessions.delete(key)
    this.#sessions.set(key, session)
    for (const [oldest, other] of this.#sessions) {
      if (this.#sessions.size <= maxSessions) break
      this.#sessions.delete(oldest)
      other.retire()
    }
    return session
  }

  /** The next call to an origin opens another connection. */
  retire(origin: string): void {
    this.#sessions.get(origin)?.retire()
  }

  /** Ends every connection and every call on it. */
  close(): void {
    for (const session of this.#sessions.values()) session.close()
    this.#sessions.clear()
  }
}
