import type { Emitter } from '@millrace/common'
import { Counter, Gauge, Registry } from 'prom-client'
import type { TesterEvents } from './run/events.ts'

const prefix = 'millrace_tester'

/** What a Prometheus server reads of a tester. */
export function testerMetrics(events: Emitter<TesterEvents>): Registry {
  const registry = new Registry()
  const registers = [registry]
  const segments = new Counter({
    ...{ name: `${prefix}_segments_total`, help: 'Segments sent, by what came of them', registers },
    labelNames: ['result'] as const,
  })
  const renditions = new Counter({
    ...{ name: `${prefix}_renditions_looked_at_total`, help: 'Renditions looked at', registers },
    labelNames: ['verdict'] as const,
  })
  const runs = new Counter({
    ...{ name: `${prefix}_runs_total`, help: 'Runs over all orchestrators', registers },
    labelNames: ['result'] as const,
  })
  const skipped = new Counter({
    ...{ name: `${prefix}_not_measured_total`, help: 'Orchestrators not measured, by reason', registers },
    labelNames: ['reason'] as const,
  })
  const paid = new Counter({
    name: `${prefix}_paid_wei_total`,
    help: 'Expected value of the tickets sent',
    registers,
  })
  const known = new Gauge({
    name: `${prefix}_orchestrators`,
    help: 'Orchestrators known in the last run',
    registers,
  })
  const took = new Gauge({
    name: `${prefix}_run_duration_seconds`,
    help: 'How long the last run took',
    registers,
  })
  events.on('test', ({ results }) => {
    for (const { failure, renditions: made } of results) {
      segments.inc({ result: failure ? 'failed' : 'good' })
      for (const { verdict } of made) if (verdict) renditions.inc({ verdict })
    }
  })
  events.on('run', ({ orchestrators, notMeasured, spentWei, startedAtMs, endedAtMs }) => {
    runs.inc({ result: 'done' })
    paid.inc(Number(spentWei))
    known.set(orchestrators)
    took.set((endedAtMs - startedAtMs) / 1_000)
    for (const [reason, count] of Object.entries(notMeasured)) skipped.inc({ reason }, count)
  })
  events.on('runFailed', () => runs.inc({ result: 'failed' }))
  return registry
}
