import { delay, Lifecycle, type Logger } from '@millrace/common'
import type { GatewayEvent } from './gateway-events.ts'

export interface EventOutletOptions {
  /** For logs and metrics, e.g. `webhook`. */
  readonly name: string
  /** Events that may wait; above that the oldest are lost. */
  readonly maxWaiting?: number
  readonly maxBatch?: number
  readonly firstBackOffMs?: number
  readonly maxBackOffMs?: number
}

export interface EventOutletDependencies {
  /** Delivers events, in order; throws when none of them got there. */
  readonly deliver: (events: readonly GatewayEvent[], signal: AbortSignal) => Promise<void>
  readonly log: Logger
  readonly onDelivered?: (count: number) => void
  readonly onLost?: (count: number) => void
}

const defaults = { maxWaiting: 10_000, maxBatch: 100, firstBackOffMs: 500, maxBackOffMs: 60_000 }
/** What is still there at the end has this long to get away. */
const lastDeliveryMs = 2_000

/** A bounded queue of events on their way to one place; what cannot be delivered is tried again, later each time. */
export class EventOutlet {
  readonly #options: typeof defaults & EventOutletOptions
  readonly #deps: EventOutletDependencies
  readonly #waiting: GatewayEvent[] = []
  readonly #life = new Lifecycle()
  #running: Promise<void> | undefined
  #isFailing = false

  constructor(options: EventOutletOptions, deps: EventOutletDependencies) {
    this.#options = { ...defaults, ...options }
    this.#deps = deps
    this.#life.add('last events', () => this.#finish())
  }

  add(event: GatewayEvent): void {
    if (this.#life.isClosed) return
    this.#waiting.push(event)
    if (this.#waiting.length > this.#options.maxWaiting) {
      this.#waiting.shift()
      this.#deps.onLost?.(1)
    }
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
  }

  /** Tries once more to deliver what waits. Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }

  async #run(): Promise<void> {
    const { signal } = this.#life
    let backOffMs = this.#options.firstBackOffMs
    // Events that come together go together.
    await Promise.resolve()
    while (this.#waiting.length > 0 && !signal.aborted) {
      if (await this.#deliverSome(signal)) backOffMs = this.#options.firstBackOffMs
      else {
        await delay(backOffMs, { signal, unref: true }).catch(() => {})
        backOffMs = Math.min(backOffMs * 2, this.#options.maxBackOffMs)
      }
    }
  }

  async #finish(): Promise<void> {
    await this.#running
    const signal = AbortSignal.timeout(lastDeliveryMs)
    while (this.#waiting.length > 0 && !signal.aborted) {
      if (!(await this.#deliverSome(signal))) break
    }
    if (this.#waiting.length > 0) this.#deps.onLost?.(this.#waiting.length)
  }

  async #deliverSome(signal: AbortSignal): Promise<boolean> {
    const { deliver, log, onDelivered } = this.#deps
    const { name, maxBatch } = this.#options
    const batch = this.#waiting.slice(0, maxBatch)
    try {
      await deliver(batch, signal)
    } catch (err) {
      if (!this.#isFailing && !signal.aborted) log.warn({ err, outlet: name }, 'events cannot be delivered')
      this.#isFailing = true
      return false
    }
    if (this.#isFailing) log.info({ outlet: name }, 'events are delivered again')
    this.#isFailing = false
    // Some of them may have been pushed out meanwhile.
    const delivered = new Set(batch)
    while (this.#waiting[0] && delivered.has(this.#waiting[0])) this.#waiting.shift()
    onDelivered?.(batch.length)
    return true
  }
}
