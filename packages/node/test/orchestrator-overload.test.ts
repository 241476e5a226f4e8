import { h264Profile } from '@millrace/media'
import { expect, test } from 'vitest'
import { Orchestrator, orchestratorConfigSchema } from '../src/orchestrator/index.ts'
import { askOperator } from './operator.ts'
import {
  makeSegment,
  refusalOf,
  ScriptedGateway,
  temporaryDir,
  testLog,
  until,
} from './orchestrator-fixture.ts'

const source = makeSegment({ size: '1280x720' })
const profiles = ['x', 'y', 'z'].map((name) =>
  h264Profile({ name, widthPx: 1280, heightPx: 720, bitrateBps: 2_000_000 }),
)

test('a node that does not keep up takes no more sessions, turns the newest away and keeps the oldest', async () => {
  using dir = temporaryDir()
  const config = orchestratorConfigSchema.parse({
    dataDir: dir.path,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 1e10,
    overloadMs: 500,
  })
  await using node = await Orchestrator.create(config, { log: testLog() })
  using gateway = new ScriptedGateway()
  const [oldest, newest] = [await gateway.terms(node.serviceUri), await gateway.terms(node.serviceUri)]
  // Far more work than the quarter of a second that each segment says it lasts.
  const send = (terms: typeof oldest, manifestId: string, seqNo: number) =>
    gateway.send({ terms, source, seqNo, manifestId, profiles, order: { durationMs: 260 } })
  await send(oldest, 'first', 0)
  let wasCapped = false
  const askForTerms = async () => {
    const refusal = await refusalOf(gateway.terms(node.serviceUri)).catch(() => 'none')
    wasCapped ||= refusal.endsWith('OrchestratorCapped')
  }
  for (let seqNo = 1, isShed = false; !isShed; seqNo++) {
    const [, second] = await Promise.allSettled([
      send(oldest, 'first', seqNo),
      refusalOf(send(newest, 'second', seqNo)),
      askForTerms(),
    ])
    isShed = second.status === 'fulfilled'
    if (second.status === 'fulfilled') expect(second.value).toBe('200 OrchestratorBusy')
  }
  expect(wasCapped).toBe(true)
  expect(node.status.segmentsFailed).toBe(1)
  const place = { operatorUrl: node.operatorUrl, dataDir: dir.path }
  const metrics = await (await askOperator(place, '/metrics')).text()
  expect(metrics).toMatch(/^millrace_orchestrator_sessions_shed 1$/m)
  expect(metrics).toMatch(/code="LOAD_SHED"\} 1$/m)
  for (const { authToken } of [oldest, newest]) await gateway.client.endSession(node.serviceUri, authToken)
  await until('it takes sessions again', async () => {
    return node.status.capacityPixelsPerSecond === 1e10
  })
})
