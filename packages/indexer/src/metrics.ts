import type { EndpointHealth } from '@millrace/chain'
import { Counter, Gauge, Registry } from 'prom-client'
import type { Position } from './sync/follower.ts'

export interface IndexerMetricsDependencies {
  readonly position: () => Position | undefined
  readonly endpoints: () => readonly EndpointHealth[]
}

/** What a Prometheus server reads of an indexer. */
export class IndexerMetrics {
  readonly registry = new Registry()
  readonly #steps: Counter
  readonly #failures: Counter
  #steppedAtMs = Date.now()

  constructor({ position }: IndexerMetricsDependencies) {
    const registers = [this.registry]
    this.#steps = new Counter({
      name: 'millrace_indexer_steps_total',
      help: 'Steps of reading the chain that succeeded.',
      registers,
    })
    this.#failures = new Counter({
      name: 'millrace_indexer_failures_total',
      help: 'Steps of reading the chain that failed and were tried again.',
      registers,
    })
    const gauge = (name: string, help: string, of: (position: Position) => number) =>
      new Gauge({
        ...{ name, help, registers },
        collect() {
          const now = position()
          if (now) this.set(of(now))
        },
      })
    gauge('millrace_indexer_block', 'Block that the database stands at.', ({ block }) => block)
    gauge('millrace_indexer_head_block', 'Newest block that the chain told of.', ({ head }) => head)
    gauge(
      'millrace_indexer_lag_blocks',
      'Blocks that the database is behind.',
      ({ block, head }) => head - block,
    )
    gauge(
      'millrace_indexer_block_time_seconds',
      'Unix time of the block that the database stands at.',
      ({ time }) => time,
    )
  }

  /** When a step last succeeded, Unix time in milliseconds. */
  get steppedAtMs(): number {
    return this.#steppedAtMs
  }

  countStep(): void {
    this.#steppedAtMs = Date.now()
    this.#steps.inc()
  }

  countFailure(): void {
    this.#failures.inc()
  }
}
