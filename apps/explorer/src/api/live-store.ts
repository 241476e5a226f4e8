/** What the indexer stands at, and whether it is heard. */
export interface LiveSnapshot {
  /** Undefined until the indexer has said for the first time where it stands. */
  readonly position: LivePosition | undefined
  readonly isConnected: boolean
  /** When the last word came, ms since the Unix epoch. */
  readonly heardAt: number | undefined
}

interface LivePosition {
  /** Block that its answers are true for. */
  readonly number: number
  readonly hash: string
  /** Time of that block, ms since the Unix epoch. */
  readonly time: number
  /** The newest block that the chain told it of. */
  readonly head: number
}

const retryMs = 2_000

/** Follows the indexer's server-sent events. For `useSyncExternalStore`. */
export class LiveStore {
  readonly #listeners = new Set<() => void>()
  #snapshot: LiveSnapshot = { position: undefined, isConnected: false, heardAt: undefined }
  #events: EventSource | undefined
  #retry: number | undefined
  #isClosed = false

  constructor() {
    this.#open()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): LiveSnapshot => this.#snapshot

  close(): void {
    this.#isClosed = true
    this.#events?.close()
    window.clearTimeout(this.#retry)
  }

  #open(): void {
    const events = new EventSource('/v1/live')
    this.#events = events
    events.addEventListener('block', ({ data }: MessageEvent<string>) => this.#take(data))
    events.addEventListener('error', () => this.#reopen())
  }

  #take(data: string): void {
    const position = JSON.parse(data) as LivePosition
    this.#set({ position, isConnected: true, heardAt: Date.now() })
  }

  /** An answer that is no stream ends an `EventSource` for good, so each is replaced. */
  #reopen(): void {
    this.#events?.close()
    if (this.#isClosed) return
    this.#set({ ...this.#snapshot, isConnected: false })
    window.clearTimeout(this.#retry)
    this.#retry = window.setTimeout(() => this.#open(), retryMs)
  }

  #set(snapshot: LiveSnapshot): void {
    this.#snapshot = snapshot
    for (const listener of this.#listeners) listener()
  }
}
