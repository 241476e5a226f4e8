import { delay } from '@millrace/common'
import { type ParsedMasterPlaylist, type ParsedMediaPlaylist, parsePlaylist } from '@millrace/media'

interface FollowedSegment {
  readonly mediaSequence: number
  readonly durationMs: number
  readonly isGap: boolean
  readonly isDiscontinuity: boolean
  readonly bytes: Uint8Array
}

export interface FollowedRendition {
  readonly uri: string
  readonly widthPx: number | undefined
  readonly heightPx: number | undefined
  readonly segments: FollowedSegment[]
}

const pollMs = 400

/**
 * A viewer that watches every rendition at once: reads the playlists again and again and fetches each segment as it
 * appears. Any answer but 200, any hole in the media sequence and any playlist that does not parse is an error.
 */
export class HlsFollower {
  readonly #masterUrl: URL
  readonly #renditions = new Map<string, FollowedRendition>()
  readonly #abort = new AbortController()
  readonly #running: Promise<void>
  readonly errors: unknown[] = []

  constructor(masterUrl: string) {
    this.#masterUrl = new URL(masterUrl)
    this.#running = this.#run()
  }

  get renditions(): readonly FollowedRendition[] {
    return [...this.#renditions.values()]
  }

  /** Rounds of reading end; what was found stays. @throws the first error met on the way. */
  async stop(): Promise<readonly FollowedRendition[]> {
    this.#abort.abort()
    await this.#running
    if (this.errors.length > 0)
      throw new AggregateError(this.errors, `The viewer met ${this.errors.length} errors.`)
    return this.renditions
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        await this.#readAll()
      } catch (error) {
        this.errors.push(error)
      }
      await delay(pollMs, { signal: this.#abort.signal }).catch(() => undefined)
    }
  }

  async #readAll(): Promise<void> {
    const response = await fetch(this.#masterUrl)
    // Before its first segment a stream has no playlist yet.
    if (response.status === 404 && this.#renditions.size === 0) return
    if (!response.ok) throw new Error(`${this.#masterUrl.pathname} answered ${response.status}.`)
    const master = parsePlaylist(await response.text())
    if (master.kind !== 'master') throw new Error('The master playlist is not one.')
    await Promise.all(master.variants.map((variant) => this.#readRendition(variant)))
  }

  async #readRendition({ uri, widthPx, heightPx }: ParsedMasterPlaylist['variants'][number]): Promise<void> {
    const rendition = this.#renditions.get(uri) ?? { uri, widthPx, heightPx, segments: [] }
    this.#renditions.set(uri, rendition)
    const url = new URL(uri, this.#masterUrl)
    const response = await fetch(url)
    if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}.`)
    const playlist = parsePlaylist(await response.text())
    if (playlist.kind !== 'media') throw new Error(`${url.pathname} is no media playlist.`)
    await this.#fetchNew(rendition, playlist, url)
  }

  async #fetchNew({ segments }: FollowedRendition, playlist: ParsedMediaPlaylist, url: URL): Promise<void> {
    for (const [
      index,
      { uri, durationMs, gap = false, discontinuity = false },
    ] of playlist.segments.entries()) {
      const mediaSequence = playlist.mediaSequence + index
      const last = segments.at(-1)
      if (last && mediaSequence <= last.mediaSequence) continue
      if (last && mediaSequence !== last.mediaSequence + 1)
        throw new Error(`${url.pathname} jumps from ${last.mediaSequence} to ${mediaSequence}.`)
      const response = gap ? undefined : await fetch(new URL(uri, url))
      if (response && !response.ok) throw new Error(`${uri} answered ${response.status}.`)
      const bytes = response ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array()
      segments.push({ mediaSequence, durationMs, isGap: gap, isDiscontinuity: discontinuity, bytes })
    }
  }
}
