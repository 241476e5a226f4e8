import { Counter, Histogram, type Registry } from 'prom-client'
import type { RedundantOutcome } from './redundant-sampling.ts'
import type { Outcome } from './result-checks.ts'

const prefix = 'millrace_gateway_'

/** What checks of results come to, for Prometheus. */
export class CheckMetrics {
  readonly #checks: Counter
  readonly #late: Counter
  readonly #bad: Counter
  readonly #evidence: Counter
  readonly #redundant: Counter
  readonly #seconds: Histogram

  constructor(registry: Registry) {
    const registers = [registry]
    this.#checks = new Counter({
      name: `${prefix}result_checks_total`,
      help: 'Results drawn for a check, by what came of it: good, dispelled (good beside a reference transcode), bad; or why there is no verdict.',
      labelNames: ['outcome'],
      registers,
    })
    this.#late = new Counter({
      name: `${prefix}result_checks_late_total`,
      help: 'Results that were published before their verdict.',
      registers,
    })
    this.#bad = new Counter({
      name: `${prefix}bad_results_total`,
      help: 'Results that were not what was ordered, by each of their reasons.',
      labelNames: ['reason'],
      registers,
    })
    this.#evidence = new Counter({
      name: `${prefix}evidence_total`,
      help: 'Evidence of bad results by whether it is kept.',
      labelNames: ['outcome'],
      registers,
    })
    this.#redundant = new Counter({
      name: `${prefix}redundant_segments_total`,
      help: 'Segments drawn to be made by a second orchestrator, too, by what came of comparing: agreed, dispelled (both good beside a reference transcode), bad; or why nothing was compared.',
      labelNames: ['outcome'],
      registers,
    })
    this.#seconds = new Histogram({
      name: `${prefix}result_check_seconds`,
      help: 'From a result until its verdict, waiting included.',
      buckets: [0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30],
      registers,
    })
  }

  countCheck(outcome: Outcome): void {
    this.#checks.inc({ outcome })
  }

  countRedundant(outcome: RedundantOutcome): void {
    this.#redundant.inc({ outcome })
  }

  observeSeconds(durationMs: number): void {
    this.#seconds.observe(durationMs / 1_000)
  }

  countLate(): void {
    this.#late.inc()
  }

  countEvidence(outcome: 'kept' | 'no-room' | 'failed'): void {
    this.#evidence.inc({ outcome })
  }

  /** @param codes each once. */
  countBad(codes: Iterable<string>): void {
    for (const reason of codes) this.#bad.inc({ reason })
  }
}
