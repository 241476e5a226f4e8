import { Emitter } from '@millrace/common'
import { Registry } from 'prom-client'
import { NodeMetrics } from '../src/daemon/operator/node-metrics.ts'
import { GatewayMetrics } from '../src/gateway/metrics.ts'
import type { OrchestratorEvents } from '../src/orchestrator/events.ts'
import { createMetrics } from '../src/orchestrator/operator/metrics.ts'
import type { RedemptionEvents } from '../src/redemption/events.ts'
import { countRedemptions } from '../src/redemption/metrics.ts'
import { testerMetrics } from '../src/tester/metrics.ts'
import type { TesterEvents } from '../src/tester/run/events.ts'
import { TaskFigures } from '../src/transcoder/metrics.ts'
import { renderTable } from './table.ts'

interface Metric {
  readonly name: string
  readonly type: string
  readonly labels: readonly string[]
  readonly help: string
}

const rethrow = (error: unknown) => {
  throw error
}

/** Sources that nobody reads: metrics are only listed here, not collected. */
function unread<Sources extends object>(): Sources {
  return new Proxy({}, { get: () => () => Number.NaN }) as Sources
}

/** The metrics of each role, as its registry has them. */
export function metricsOfRoles(): ReadonlyMap<string, readonly Metric[]> {
  const redeemer = new Registry()
  countRedemptions(
    { registry: redeemer, prefix: 'millrace_redeemer' },
    new Emitter<RedemptionEvents>(rethrow),
    unread(),
  )
  const transcoder = new TaskFigures()
  transcoder.watch(unread())
  const node = new Registry()
  new NodeMetrics(node, { role: 'gateway', version: '', notReady: () => undefined })
  const registries: Readonly<Record<string, Registry>> = {
    'Every role': node,
    Gateway: new GatewayMetrics(unread()).registry,
    Orchestrator: createMetrics(new Emitter<OrchestratorEvents>(rethrow), unread()),
    Transcoder: transcoder.registry,
    Redeemer: redeemer,
    Tester: testerMetrics(new Emitter<TesterEvents>(rethrow)),
  }
  return new Map(Object.entries(registries).map(([role, registry]) => [role, listOf(registry)]))
}

function listOf(registry: Registry): readonly Metric[] {
  return registry.getMetricsAsArray().map((metric) => ({
    name: metric.name,
    type: String(metric.type),
    labels: 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : [],
    help: metric.help,
  }))
}

/** The reference page of all metrics. */
export function renderMetricsReference(): string {
  const parts = [...metricsOfRoles()].map(([role, metrics]) => {
    const rows = metrics.map(({ name, type, labels, help }) => [
      `\`${name}\``,
      type,
      unitOf(name),
      labels.map((label) => `\`${label}\``).join(', '),
      help.replaceAll('|', '\\|'),
    ])
    return `## ${role}\n\n${renderTable([['name', 'type', 'unit', 'labels', 'what'], ...rows])}`
  })
  return `${[intro, ...parts].join('\n')}`
}

const intro = `# Metrics

Printed from the registries of the roles; \`npm run generate\` writes this page. How to collect them, with dashboards and
alerts: [Watching a network](../monitoring.md). A histogram has \`_bucket\`, \`_sum\` and \`_count\` after its name.
`

const units: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/wei_per_pixel/, 'wei per pixel'],
  [/pixels_per_second/, 'pixels per second'],
  [/usd_per_ether/, 'dollars per ether'],
  [/bytes/, 'bytes'],
  [/seconds/, 'seconds'],
  [/wei/, 'wei'],
  [/pixels/, 'pixels'],
  [/ratio|factor/, 'part of 1'],
]

function unitOf(name: string): string {
  return units.find(([pattern]) => pattern.test(name))?.[1] ?? ''
}
