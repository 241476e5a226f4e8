import { Counter, collectDefaultMetrics, Gauge, type Registry } from 'prom-client'
import type { OperatorHono } from './route.ts'

export interface NodeMetricsSources {
  readonly role: string
  readonly version: string
  readonly notReady: () => string | undefined
}

const prefix = 'millrace_node'

/** Metrics that every role has: which node it is, whether it can take work, its process, and who asks its operator API. */
export class NodeMetrics {
  readonly #requests: Counter<'status'>

  constructor(registry: Registry, { role, version, notReady }: NodeMetricsSources) {
    const registers = [registry]
    collectDefaultMetrics({ register: registry })
    const info = new Gauge({
      name: `${prefix}_info`,
      help: 'Always 1; its labels say which node this is.',
      labelNames: ['role', 'version'] as const,
      registers,
    })
    info.set({ role, version }, 1)
    const ready: Gauge = new Gauge({
      name: `${prefix}_ready`,
      help: '1 while the node can take work; /readyz says why it cannot.',
      registers,
      collect: () => ready.set(Number(notReady() === undefined)),
    })
    this.#requests = new Counter({
      name: `${prefix}_operator_requests_total`,
      help: 'Requests to the operator API by status of the answer; 401, 403 and 429 are refusals.',
      labelNames: ['status'] as const,
      registers,
    })
  }

  /** Must be called before there are routes. */
  count(app: OperatorHono): void {
    app.use(async (context, next) => {
      await next()
      this.#requests.inc({ status: String(context.res.status) })
    })
  }
}
