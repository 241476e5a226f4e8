import { randomUUID } from 'node:crypto'
import { type Clock, type Emitter, Lifecycle, type Logger } from '@millrace/common'
import { readSecretFile } from '@millrace/daemon'
import type { GatewayConfig } from '../config.ts'
import type { GatewayMetrics } from '../metrics.ts'
import { EventFile } from './event-file.ts'
import { EventOutlet } from './event-outlet.ts'
import { EventWebhook } from './event-webhook.ts'
import type { GatewayEvent, GatewayEventData, Tell } from './gateway-events.ts'

export interface EventLogDependencies {
  /** Account of the gateway. */
  readonly gateway: string
  readonly metrics: Pick<GatewayMetrics, 'countEvents'>
  /** Told in this process. */
  readonly listeners: Pick<Emitter<GatewayEventData>, 'emit'>
  readonly clock: Clock
  readonly log: Logger
}

type Settings = Pick<
  GatewayConfig,
  | 'eventsFile'
  | 'eventsFileMaxBytes'
  | 'eventsFilesKept'
  | 'eventsWebhookUrl'
  | 'eventsWebhookTimeoutMs'
  | 'eventsWebhookSecretFile'
>

/** Sends what happens to wherever the settings want it. */
export class EventLog {
  readonly #deps: EventLogDependencies
  readonly #outlets: EventOutlet[] = []
  readonly #life = new Lifecycle()

  /** @throws {SettingsError} when the secret cannot be read. */
  constructor(settings: Settings, deps: EventLogDependencies) {
    this.#deps = deps
    const { eventsFile: path, eventsWebhookUrl: url } = settings
    if (path !== undefined) {
      const file = new EventFile({
        path,
        maxBytes: settings.eventsFileMaxBytes,
        kept: settings.eventsFilesKept,
      })
      this.#addOutlet('file', file.append)
    }
    if (url !== undefined) {
      const { eventsWebhookSecretFile: secretFile, eventsWebhookTimeoutMs: timeoutMs } = settings
      const secret = secretFile && readSecretFile(secretFile, 'eventsWebhookSecretFile')
      this.#addOutlet('webhook', new EventWebhook({ url, timeoutMs, secret }).post)
    }
  }

  readonly tell: Tell = (type, data) => {
    this.#deps.listeners.emit(type, data)
    if (this.#outlets.length === 0) return
    const { clock, gateway } = this.#deps
    const event: GatewayEvent = { id: randomUUID(), type, timestamp: clock.nowMs(), gateway, data }
    for (const outlet of this.#outlets) outlet.add(event)
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }

  #addOutlet(
    name: string,
    deliver: (events: readonly GatewayEvent[], signal: AbortSignal) => Promise<void>,
  ): void {
    const { log, metrics } = this.#deps
    const outlet = new EventOutlet(
      { name },
      {
        deliver,
        log,
        onDelivered: (count) => metrics.countEvents(name, 'delivered', count),
        onLost: (count) => metrics.countEvents(name, 'lost', count),
      },
    )
    this.#outlets.push(this.#life.use(`events to ${name}`, outlet))
  }
}
