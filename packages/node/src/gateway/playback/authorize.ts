import { createHash } from 'node:crypto'
import type { Clock, Logger } from '@millrace/common'

/** One playlist or segment that a viewer asks for. */
export interface PlaybackRequest {
  readonly streamId: string
  readonly kind: 'master' | 'media' | 'segment'
  readonly rendition?: string
  readonly seqNo?: number
  /** From `?token=` or `Authorization: Bearer`; playlists hand it on to what they name. */
  readonly token?: string
  readonly remoteAddress: string
}

export type PlaybackDecision =
  | { readonly allow: true }
  /** `denied` answers 403, `unavailable` 503: nobody can tell now. */
  | { readonly allow: false; readonly reason: 'denied' | 'unavailable' }

/** Asked for every playlist and every segment. */
export type AuthorizePlayback = (request: PlaybackRequest) => Promise<PlaybackDecision>

export const allowEverybody: AuthorizePlayback = async () => ({ allow: true })

export interface PlaybackWebhookOptions {
  readonly url: string
  readonly timeoutMs: number
  /** How long an answer holds for the same viewer and stream. */
  readonly cacheMs: number
}

const maxCached = 10_000

/**
 * Asks a webhook by POST of `{ streamId, token, remoteAddress }`: 2xx lets in, 4xx does not. When it cannot be reached
 * nobody is let in.
 */
export class PlaybackWebhook {
  readonly #options: PlaybackWebhookOptions
  readonly #clock: Clock
  readonly #log: Logger
  readonly #cache = new Map<
    string,
    { readonly decision: Promise<PlaybackDecision>; readonly untilMs: number }
  >()

  constructor(options: PlaybackWebhookOptions, { clock, log }: { clock: Clock; log: Logger }) {
    this.#options = options
    this.#clock = clock
    this.#log = log
  }

  readonly authorize: AuthorizePlayback = ({ streamId, token, remoteAddress }) => {
    const key = createHash('sha256')
      .update(JSON.stringify([streamId, token, remoteAddress]))
      .digest('base64')
    const known = this.#cache.get(key)
    const nowMs = this.#clock.nowMs()
    if (known && nowMs < known.untilMs) return known.decision
    const decision = this.#ask({ streamId, token, remoteAddress })
    this.#cache.delete(key)
    this.#cache.set(key, { decision, untilMs: nowMs + this.#options.cacheMs })
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= maxCached) break
      this.#cache.delete(oldest)
    }
    void decision.then((made) => {
      if (!made.allow && made.reason === 'unavailable') this.#cache.delete(key)
    })
    return decision
  }

  async #ask(body: object): Promise<PlaybackDecision> {
    try {
      const response = await fetch(this.#options.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(this.#options.timeoutMs),
      })
      await response.body?.cancel()
      if (response.ok) return { allow: true }
      return { allow: false, reason: response.status < 500 ? 'denied' : 'unavailable' }
    } catch (err) {
      this.#log.warn({ err }, 'playback webhook cannot be reached')
      return { allow: false, reason: 'unavailable' }
    }
  }
}
