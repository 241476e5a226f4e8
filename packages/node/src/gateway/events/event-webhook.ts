import { createHmac } from 'node:crypto'
import { EventDeliveryError } from '../errors.ts'
import type { GatewayEvent } from './gateway-events.ts'

export interface EventWebhookOptions {
  readonly url: string
  readonly timeoutMs: number
  /** Signs bodies, so that the receiver knows whose they are. */
  readonly secret: string | undefined
}

/**
 * Posts events as `{ "events": [ … ] }`; any 2xx takes them. With a secret, `X-Millrace-Signature` is
 * `sha256=` and the HMAC of the body in hexadecimal. An event may come twice: its id tells.
 */
export class EventWebhook {
  readonly #options: EventWebhookOptions

  constructor(options: EventWebhookOptions) {
    this.#options = options
  }

  /** @throws {EventDeliveryError} and what fetch throws. */
  readonly post = async (events: readonly GatewayEvent[], signal: AbortSignal): Promise<void> => {
    const { url, timeoutMs, secret } = this.#options
    const body = JSON.stringify({ events })
    const signature = secret && createHmac('sha256', secret).update(body).digest('hex')
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature && { 'x-millrace-signature': `sha256=${signature}` }),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    await response.body?.cancel()
    if (!response.ok) throw new EventDeliveryError({ status: response.status })
  }
}
