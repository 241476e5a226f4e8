import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { until } from '../../../e2e/support/until.ts'
import { isLeftOut } from '../../../e2e/support/without.ts'
import { metricsOfRoles } from '../scripts/metrics-reference.ts'
import { Orchestrator, orchestratorConfigSchema } from '../src/orchestrator/index.ts'
import { Transcoder, transcoderConfigSchema } from '../src/transcoder/index.ts'
import { makeClip } from './gateway/clip.ts'
import { GatewayHarness } from './gateway/harness.ts'
import { temporaryDir, testLog } from './orchestrator-fixture.ts'
import { monitoringDir, PrometheusServer } from './prometheus-server.ts'

const run = promisify(execFile)
const roles = ['gateway', 'orchestrator', 'transcoder', 'redeemer', 'tester']

const targetSchema = z.strictObject({
  refId: z.string().regex(/^[A-Z]$/),
  datasource: z.strictObject({ type: z.literal('prometheus'), uid: z.literal(`\${datasource}`) }),
  expr: z.string().min(1),
  legendFormat: z.string().min(1),
})
const panelSchema = z.object({
  id: z.int().positive(),
  type: z.literal('timeseries'),
  title: z.string().min(1),
  datasource: targetSchema.shape.datasource,
  gridPos: z.strictObject({ h: z.int(), w: z.int(), x: z.int().max(23), y: z.int() }),
  fieldConfig: z.object({ defaults: z.object({ unit: z.string().min(1) }) }),
  targets: z.array(targetSchema).min(1),
})
const dashboardSchema = z.object({
  uid: z.string().regex(/^[\w-]{1,40}$/),
  title: z.string().min(1),
  schemaVersion: z.int().min(36),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(panelSchema).min(5),
})

const dashboards = roles.map((role) => ({
  role,
  ...dashboardSchema.parse(
    JSON.parse(readFileSync(join(monitoringDir, 'dashboards', `${role}.json`), 'utf8')),
  ),
}))

/** As Grafana asks, when all nodes and the last minutes are chosen. */
function asAsked(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replaceAll('$__range', '5m').replaceAll('$instance', '.+')
}

/** Names of metrics that an expression selects, of which `known` has none. */
function unknownNames(expr: string, known: ReadonlySet<string>): readonly string[] {
  const names = expr.match(/\b(?:millrace|process|nodejs)_\w+/g) ?? []
  return names.filter((name) => !known.has(name) && !known.has(name.replace(/_(bucket|sum|count)$/, '')))
}

const resultSchema = z.object({ result: z.array(z.unknown()) })
const rulesSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          name: z.string(),
          query: z.string(),
          health: z.string(),
          state: z.string(),
          annotations: z.object({ summary: z.string(), action: z.string().min(20) }),
        }),
      ),
    }),
  ),
})
const targetsSchema = z.object({
  activeTargets: z.array(z.object({ labels: z.object({ job: z.string() }), health: z.string() })),
})
const metadataSchema = z.array(z.object({ target: z.object({ job: z.string() }), metric: z.string() }))

test.each(dashboards)('the dashboard of the $role is one that Grafana reads', ({ role, ...dashboard }) => {
  expect(dashboard.uid).toBe(`millrace-${role}`)
  expect(dashboard.templating.list).toMatchObject([
    { name: 'datasource', type: 'datasource' },
    { name: 'instance', type: 'query' },
  ])
  const ids = dashboard.panels.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { gridPos } of dashboard.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
})

test('every metric of a role is in its dashboard', () => {
  for (const { role, panels } of dashboards) {
    const text = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n')
    const metrics = [...metricsOfRoles()].find(([name]) => name.toLowerCase() === role)?.[1] ?? []
    expect(metrics.map(({ name }) => name).filter((name) => !text.includes(name))).toEqual([])
  }
})

describe.skipIf(isLeftOut('prometheus') || isLeftOut('ffmpeg'))('a real Prometheus', () => {
  const dir = temporaryDir()
  const closing: (() => Promise<unknown>)[] = []
  let orchestrator: Orchestrator
  let gateway: GatewayHarness
  let prometheus: PrometheusServer
  let sources: readonly Uint8Array[]

  beforeAll(async () => {
    sources = (await makeClip(3)).sources
    const secretFile = `${dir.path}/secret`
    writeFileSync(secretFile, 'a-secret-of-transcoders\n')
    const common = { operatorPort: 0, transcodeWorkers: 1, capacityPixelsPerSecond: 40_000_000 }
    const own = { host: '127.0.0.1', port: 0, localTranscoding: 'off', transcoderSecretFile: secretFile }
    const settings = { ...common, ...own, dataDir: `${dir.path}/orchestrator` }
    orchestrator = await Orchestrator.create(orchestratorConfigSchema.parse(settings), { log: testLog() })
    closing.push(() => orchestrator.close())
    const { serviceUri } = orchestrator
    const joining = {
      ...common,
      dataDir: `${dir.path}/transcoder`,
      orchestrator: serviceUri,
      secretFile,
    }
    const transcoder = await Transcoder.create(transcoderConfigSchema.parse(joining), { log: testLog() })
    closing.push(() => transcoder.close())
    await until('the transcoder is registered', () => transcoder.status.state === 'registered')
    gateway = await GatewayHarness.start({
      orchestrators: [{ serviceUri, address: orchestrator.address }],
      config: { privateOrchestrators: 'allow' },
    })
    closing.push(() => gateway.close())
    prometheus = await PrometheusServer.start([
      { role: 'gateway', operatorUrl: gateway.gateway.operatorUrl, dataDir: gateway.dataDir },
      { role: 'orchestrator', operatorUrl: orchestrator.operatorUrl, dataDir: settings.dataDir },
      { role: 'transcoder', operatorUrl: transcoder.operatorUrl, dataDir: joining.dataDir },
    ])
    closing.push(() => prometheus.close())
    await until('Prometheus is ready', () => prometheus.isReady())
  })
  afterAll(async () => {
    for (const close of closing.reverse()) await close()
    dir[Symbol.dispose]()
  })

  const count = async (query: string) =>
    (await prometheus.ask('query', resultSchema, { query })).result.length

  test('settings and rules are what promtool takes, and the alerts fire as their tests say', async () => {
    const files = readdirSync(join(monitoringDir, 'alerts')).map((file) => `alerts/${file}`)
    const inFolder = { cwd: monitoringDir }
    await run('promtool', ['check', 'config', '--syntax-only', 'prometheus.yml'], inFolder)
    await run('promtool', ['check', 'rules', '--lint-fatal', ...files], inFolder)
    await run('promtool', ['test', 'rules', 'tests/alerts.test.yml'], inFolder)
  })

  test('scrapes three roles with their tokens', async () => {
    await until('three targets that answer', async () => {
      const { activeTargets } = await prometheus.ask('targets', targetsSchema)
      return activeTargets.filter(({ health }) => health === 'up').length === 3
    })
  })

  test('sees which encoder is in use', async () => {
    await until(
      'the transcoder says so',
      async () => (await count('millrace_transcoder_encoders{encoder="software"} == 1')) === 1,
    )
  })

  test('knows every metric that dashboards and alerts select, and takes each expression', async () => {
    const exported = await until('what all targets export', async () => {
      const metadata = await prometheus.ask('targets/metadata', metadataSchema)
      return new Set(metadata.map(({ target }) => target.job)).size >= 3 ? metadata : undefined
    })
    // Those that need a chain or a day do not run here: their own registries are asked.
    const others = ['Redeemer', 'Tester'].flatMap((role) => metricsOfRoles().get(role) ?? [])
    const known = new Set([...exported.map(({ metric }) => metric), ...others.map(({ name }) => name)])
    const { groups } = await prometheus.ask('rules', rulesSchema)
    expect(groups.map(({ name }) => name).sort()).toEqual(
      ['node', ...roles].map((r) => `millrace-${r}`).sort(),
    )
    const queries = [
      ...groups.flatMap(({ rules }) => rules.map(({ query }) => query)),
      ...dashboards.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
    ].map(asAsked)
    for (const query of queries) {
      expect(unknownNames(query, known), query).toEqual([])
      await count(query)
    }
    // What is written wrong is noticed.
    expect(unknownNames('rate(millrace_gateway_segment_total[1m])', known)).toHaveLength(1)
    await expect(count('rate(millrace_gateway_segments_total[1m]')).rejects.toThrow('parse error')
  })

  test('has figures for panels once a segment is transcoded', async () => {
    for (const [seqNo, bytes] of sources.entries()) {
      const answer = await gateway.push(seqNo, bytes)
      expect(answer.status).toBe(200)
    }
    await until(
      'a published segment',
      async () => (await count('millrace_gateway_segments_total{outcome="published"} > 0')) === 1,
    )
    await until(
      'a transcoded segment',
      async () => (await count('millrace_transcoder_segments_total{result="done"} > 0')) === 1,
    )
    const wanted = {
      gateway: ['Segments by outcome', 'Segment to renditions', 'Orchestrators by state', 'Ready'],
      orchestrator: ['Sessions', 'Segments', 'Capacity', 'Price', 'Event loop lag, 99th percentile'],
      transcoder: ['Registered', 'Segments', 'Encoded pixels', 'Operator API'],
    }
    for (const [role, titles] of Object.entries(wanted)) {
      const panels = dashboards.find((dashboard) => dashboard.role === role)?.panels ?? []
      for (const title of titles) {
        const [target] = panels.find((panel) => panel.title === title)?.targets ?? []
        await until(
          `${role}: ${title}`,
          async () => (await count(asAsked(target?.expr ?? 'vector(0) > 1'))) > 0,
        )
      }
    }
  })

  test('tells when the only orchestrator is gone', async () => {
    const alert = 'MillraceGatewayNoOrchestrators'
    const state = async () => {
      const { groups } = await prometheus.ask('rules', rulesSchema)
      return groups.flatMap(({ rules }) => rules).find(({ name }) => name === alert)
    }
    expect(await state()).toMatchObject({ health: 'ok', state: 'inactive' })
    await orchestrator.close()
    let seqNo = sources.length
    await until('the alert fires', async () => {
      // Work that fails is how a gateway notices between two looks at the orchestrators.
      await gateway.push(seqNo++, sources[0] ?? new Uint8Array())
      return (await state())?.state === 'firing'
    })
  })
})
