import {
  applyStatusEvent,
  fetchStatus,
  parseStatusEvent,
  type Status,
  type StatusEventName,
  statusEventSchemas,
} from '@millrace/client'
import { sentenceOf } from '../format/errors.ts'

/** What is known of the gateway's status, and how fresh it is. */
export interface StatusSnapshot {
  /** Undefined until the gateway has answered for the first time. */
  readonly status: Status | undefined
  readonly isConnected: boolean
  /** When the last word came, ms since the Unix epoch. */
  readonly heardAt: number | undefined
  /** Why the gateway is not heard now. */
  readonly problem: string | undefined
  /** No gateway belongs to this network's pages; nothing will ever be heard. */
  readonly isAbsent: boolean
}

const eventNames = Object.keys(statusEventSchemas) as StatusEventName[]
const retryMs = 1_500
const answerMs = 10_000
/** A connection that says nothing for so long may be dead without an error: the gateway is asked. */
const silenceMs = 15_000
const checkMs = 5_000

/**
 * Follows a gateway's public status: the whole once, then its events from there on. A connection that breaks, falls
 * silent or tells what cannot be understood is seen in the snapshot and mended by reading the whole anew. For
 * `useSyncExternalStore`.
 */
export class StatusStore {
  readonly #gatewayUrl: string
  readonly #listeners = new Set<() => void>()
  readonly #closing = new AbortController()
  readonly #check = window.setInterval(() => void this.#askWhenSilent(), checkMs)
  #snapshot: StatusSnapshot = {
    status: undefined,
    isConnected: false,
    heardAt: undefined,
    problem: undefined,
    isAbsent: false,
  }
  #events: EventSource | undefined
  #retry: number | undefined

  constructor(gatewayUrl: string | undefined) {
    this.#gatewayUrl = gatewayUrl ?? ''
    if (gatewayUrl === undefined) this.#snapshot = { ...this.#snapshot, isAbsent: true }
    else void this.#open()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): StatusSnapshot => this.#snapshot

  close(): void {
    this.#closing.abort()
    this.#events?.close()
    window.clearTimeout(this.#retry)
    window.clearInterval(this.#check)
  }

  async #open(): Promise<void> {
    try {
      const status = await this.#fetch()
      if (this.#closing.signal.aborted) return
      this.#heard(status)
      this.#follow(status.lastEventId)
    } catch (error) {
      this.#reopen(sentenceOf(error))
    }
  }

  #fetch(): Promise<Status> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(answerMs)])
    return fetchStatus(this.#gatewayUrl, { signal })
  }

  #follow(lastEventId: number): void {
    const url = new URL('/api/v1/events', this.#gatewayUrl)
    url.searchParams.set('lastEventId', String(lastEventId))
    const events = new EventSource(url)
    this.#events = events
    for (const name of eventNames) {
      events.addEventListener(name, (message: MessageEvent<string>) => this.#take(name, message))
    }
    events.addEventListener('error', () => this.#reopen('The connection broke.'))
  }

  #take(name: StatusEventName, message: MessageEvent<string>): void {
    try {
      const event = parseStatusEvent(name, message.lastEventId, message.data)
      const { status } = this.#snapshot
      if (event && status) this.#heard(applyStatusEvent(status, event))
    } catch {
      this.#reopen('It told something that these pages do not understand.')
    }
  }

  async #askWhenSilent(): Promise<void> {
    const { isConnected, heardAt = 0 } = this.#snapshot
    if (!isConnected || Date.now() - heardAt < silenceMs) return
    try {
      const status = await this.#fetch()
      // Its events may have overtaken the answer.
      if (status.lastEventId >= (this.#snapshot.status?.lastEventId ?? 0)) this.#heard(status)
    } catch (error) {
      this.#reopen(sentenceOf(error))
    }
  }

  #reopen(problem: string): void {
    this.#events?.close()
    if (this.#closing.signal.aborted) return
    this.#set({ ...this.#snapshot, isConnected: false, problem })
    window.clearTimeout(this.#retry)
    this.#retry = window.setTimeout(() => void this.#open(), retryMs)
  }

  #heard(status: Status): void {
    this.#set({ status, isConnected: true, heardAt: Date.now(), problem: undefined, isAbsent: false })
  }

  #set(snapshot: StatusSnapshot): void {
    this.#snapshot = snapshot
    for (const listener of this.#listeners) listener()
  }
}
