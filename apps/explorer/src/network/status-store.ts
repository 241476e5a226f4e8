import {
  applyStatusEvent,
  fetchStatus,
  parseStatusEvent,
  type Status,
  type StatusEventName,
} from '@millrace/client'

/** What is known of the gateway's status, and how fresh it is. */
export interface StatusSnapshot {
  /** Undefined until the gateway has answered for the first time. */
  readonly status: Status | undefined
  readonly isConnected: boolean
  /** When the last word came, ms since the Unix epoch. */
  readonly heardAt: number | undefined
}

const eventNames: readonly StatusEventName[] = ['stream', 'segment', 'orchestrator', 'funds', 'totals']
const retryMs = 1_500

/**
 * Follows a gateway's public status: the whole once, then its events. A broken connection is seen in the snapshot and
 * mended by reading the whole anew. For `useSyncExternalStore`.
 */
export class StatusStore {
  readonly #gatewayUrl: string
  readonly #listeners = new Set<() => void>()
  #snapshot: StatusSnapshot = { status: undefined, isConnected: false, heardAt: undefined }
  #events: EventSource | undefined
  #retry: number | undefined
  #isClosed = false

  constructor(gatewayUrl: string) {
    this.#gatewayUrl = gatewayUrl
    void this.#open()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): StatusSnapshot => this.#snapshot

  close(): void {
    this.#isClosed = true
    this.#events?.close()
    window.clearTimeout(this.#retry)
  }

  async #open(): Promise<void> {
    try {
      const status = await fetchStatus(this.#gatewayUrl)
      if (this.#isClosed) return
      this.#set({ status, isConnected: true, heardAt: Date.now() })
      this.#follow(status.lastEventId)
    } catch {
      this.#reopen()
    }
  }

  #follow(lastEventId: number): void {
    const url = new URL('/api/v1/events', this.#gatewayUrl)
    url.searchParams.set('lastEventId', String(lastEventId))
    const events = new EventSource(url)
    this.#events = events
    for (const name of eventNames) {
      events.addEventListener(name, (message: MessageEvent<string>) => this.#take(name, message))
    }
    events.addEventListener('error', () => {
      events.close()
      this.#reopen()
    })
  }

  #take(name: StatusEventName, message: MessageEvent<string>): void {
    const event = parseStatusEvent(name, message.lastEventId, message.data)
    const { status } = this.#snapshot
    if (event && status)
      this.#set({ status: applyStatusEvent(status, event), isConnected: true, heardAt: Date.now() })
  }

  #reopen(): void {
    if (this.#isClosed) return
    if (this.#snapshot.isConnected) this.#set({ ...this.#snapshot, isConnected: false })
    window.clearTimeout(this.#retry)
    this.#retry = window.setTimeout(() => void this.#open(), retryMs)
  }

  #set(snapshot: StatusSnapshot): void {
    this.#snapshot = snapshot
    for (const listener of this.#listeners) listener()
  }
}
