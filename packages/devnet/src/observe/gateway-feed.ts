import {
  applyStatusEvent,
  fetchStatus,
  parseStatusEvent,
  type Status,
  type StatusEvent,
} from '@millrace/client'
import { delay, type Logger } from '@millrace/common'
import { createParser } from 'eventsource-parser'

const reconnectMs = 500

/**
 * The gateway's public status, kept up to date by its event stream. When the stream breaks it is read anew from the
 * start, so that nothing is missed for long.
 */
export class GatewayFeed {
  readonly #gatewayUrl: string
  readonly #log: Logger
  readonly #onEvent: (event: StatusEvent) => void
  readonly #abort = new AbortController()
  #status: Status | undefined
  readonly #running: Promise<void>

  constructor(gatewayUrl: string, { log, onEvent }: { log: Logger; onEvent: (event: StatusEvent) => void }) {
    this.#gatewayUrl = gatewayUrl
    this.#log = log
    this.#onEvent = onEvent
    this.#running = this.#run()
  }

  /** Undefined until the gateway has answered for the first time. */
  get status(): Status | undefined {
    return this.#status
  }

  async close(): Promise<void> {
    this.#abort.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort
    while (!signal.aborted) {
      try {
        this.#status = await fetchStatus(this.#gatewayUrl, { signal })
        await this.#follow(this.#status.lastEventId, signal)
      } catch (err) {
        if (!signal.aborted) this.#log.debug({ err }, 'status of the gateway broke off')
      }
      await delay(reconnectMs, { signal }).catch(() => undefined)
    }
  }

  async #follow(lastEventId: number, signal: AbortSignal): Promise<void> {
    const response = await fetch(new URL('/api/v1/events', this.#gatewayUrl), {
      headers: { 'Last-Event-ID': String(lastEventId) },
      signal,
    })
    if (!response.ok || !response.body)
      throw new Error(`The gateway answered ${response.status} to a request for events.`)
    const parser = createParser({
      onEvent: ({ event = 'message', id = '0', data }) => this.#take(event, id, data),
    })
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) parser.feed(chunk)
  }

  #take(name: string, id: string, data: string): void {
    const event = parseStatusEvent(name, id, data)
    if (!event || !this.#status) return
    this.#status = applyStatusEvent(this.#status, event)
    this.#onEvent(event)
  }
}
