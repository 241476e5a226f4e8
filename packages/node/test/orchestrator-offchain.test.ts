import { connect } from 'node:tls'
import { countPixels, h264Profile } from '@millrace/media'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  Orchestrator,
  type OrchestratorConfigInput,
  orchestratorConfigSchema,
} from '../src/orchestrator/index.ts'
import { askOperator } from './operator.ts'
import {
  makeSegment,
  refusalOf,
  ScriptedGateway,
  small,
  temporaryDir,
  testLog,
  tiny,
  until,
} from './orchestrator-fixture.ts'

const dir = temporaryDir()
const source = makeSegment()
/** The order of `small` is 160 × 90 × 30 = 432,000 pixels a second. */
const smallPixelsPerSecond = 432_000

function start(
  name: string,
  changes: OrchestratorConfigInput = {},
  nowMs = () => Date.now(),
): Promise<Orchestrator> {
  const config = orchestratorConfigSchema.parse({
    dataDir: `${dir.path}/${name}`,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 10_000_000,
    ...changes,
  })
  return Orchestrator.create(config, { log: testLog(), clock: { nowMs } })
}

let node: Orchestrator
beforeAll(async () => {
  node = await start('shared')
})
afterAll(async () => {
  await node?.close()
  dir[Symbol.dispose]()
})

test('a session off chain: terms, a segment, its renditions, its end', async () => {
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(node.serviceUri)
  expect(terms).toMatchObject({ serviceUri: node.serviceUri, ticketParams: undefined })
  const outcome = await gateway.send({ terms, source, profiles: [small, tiny] })
  expect(outcome.data.segments).toHaveLength(2)
  for (const [index, { url, pixels }] of outcome.data.segments.entries()) {
    const bytes = await gateway.client.downloadRendition(url, terms)
    expect(countPixels(bytes), `rendition ${index}`).toBe(pixels)
  }
  expect(outcome.info?.authToken).toEqual(terms.authToken)
  expect(node.status.sessions).toMatchObject([{ manifestId: 'stream', segments: 1 }])
  await gateway.client.endSession(terms.serviceUri, terms.authToken)
  expect(node.status.sessions).toEqual([])
  const [first] = outcome.data.segments
  await expect(gateway.client.downloadRendition(first?.url ?? '', terms)).rejects.toThrow('404')
})

test('error: each wrong request is refused as the network words it, and leaves no session behind', async () => {
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(node.serviceUri)
  const { authToken } = terms
  const send = (order: object, body = source) => refusalOf(gateway.send({ terms, source: body, order }))
  const forged = { ...authToken, token: new Uint8Array(32) }
  expect(await send({ authToken: undefined })).toBe('403 missing auth token')
  expect(await send({ authToken: forged })).toBe('403 invalid auth token')
  expect(await send({ slice: { fromMs: 0, toMs: 500 } })).toBe('403 incompatible capabilities')
  expect(await send({ hash: new Uint8Array(32) })).toBe('403 Forbidden')
  expect(await send({ profiles: [small, small] })).toBe('403 duplicate profile name')
  const vast = h264Profile({ name: 'vast', widthPx: 7_680, heightPx: 4_320, bitrateBps: 1_000_000 })
  expect(await send({ profiles: [vast] })).toBe('403 OrchestratorCapped')
  expect(node.status).toMatchObject({ sessions: [], usedPixelsPerSecond: 0 })
  await expect(gateway.client.endSession(terms.serviceUri, forged)).rejects.toThrow('Invalid auth token')
})

test('error: a segment that is no video is answered with a text that stops further tries', async () => {
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(node.serviceUri)
  const garbage = new Uint8Array(100_000).map((_, index) => (index * 7919) % 251)
  const error = await gateway.send({ terms, source: garbage }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ wireText: 'TranscoderInvalidVideo', retryable: false })
  const outcome = await gateway.send({ terms, source, seqNo: 1 })
  expect(outcome.data.segments).toHaveLength(1)
  await gateway.client.endSession(terms.serviceUri, terms.authToken)
})

test('a full node refuses new sessions, while the running one goes on', async () => {
  await using full = await start('full', { capacityPixelsPerSecond: smallPixelsPerSecond * 1.5 })
  using gateway = new ScriptedGateway()
  const [running, waiting] = [await gateway.terms(full.serviceUri), await gateway.terms(full.serviceUri)]
  await gateway.send({ terms: running, source })
  expect(await refusalOf(gateway.send({ terms: waiting, source, manifestId: 'other' }))).toBe(
    '403 OrchestratorCapped',
  )
  await gateway.send({ terms: running, source, seqNo: 1 })
  // 160 × 128 leaves less than a tenth of the capacity, which is no use to anybody.
  await gateway.send({
    terms: running,
    source,
    seqNo: 2,
    profiles: [h264Profile({ ...small, name: 's', heightPx: 128 })],
  })
  expect(await refusalOf(gateway.terms(full.serviceUri))).toBe(
    'Invalid orchestrator request: OrchestratorCapped',
  )
  await gateway.client.endSession(running.serviceUri, running.authToken)
  await gateway.send({ terms: waiting, source, manifestId: 'other' })
  expect(full.status.sessions).toMatchObject([{ manifestId: 'other' }])
})

test('a session without segments ends after 70 s, and its token after 30 minutes', async () => {
  let aheadMs = 0
  await using aged = await start('aged', {}, () => Date.now() + aheadMs)
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(aged.serviceUri)
  await gateway.send({ terms, source })
  aheadMs = 60_000
  await gateway.send({ terms, source, seqNo: 1 })
  aheadMs = 125_000
  expect(aged.status.sessions).toHaveLength(1)
  aheadMs = 135_000
  await until('the idle session is closed', () => aged.status.sessions.length === 0)
  await gateway.send({ terms, source, seqNo: 2 })
  aheadMs = 31 * 60_000
  expect(await refusalOf(gateway.send({ terms, source, seqNo: 3 }))).toBe('403 expired auth token')
})

test('a transcoder that dies in the middle of a segment costs one more try, and nobody sees it', async () => {
  await using other = await start('crash')
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(other.serviceUri)
  const pids = other.transcoderPids
  // Stopped, they hold the segment until they are killed.
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  const sending = gateway.send({ terms, source })
  await until('the segment is taken', () => other.status.sessions.length === 1)
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  expect((await sending).data.segments).toHaveLength(1)
  expect(other.status).toMatchObject({ segmentsDone: 1, segmentsFailed: 0 })
})

test('error: more segments of one session than its queue holds are answered OrchestratorBusy', async () => {
  await using other = await start('busy', { sessionQueue: 1, sessionParallel: 1 })
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(other.serviceUri)
  const pids = other.transcoderPids
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  const first = gateway.send({ terms, source })
  await until('the segment is taken', () => other.status.sessions.length === 1)
  expect(await refusalOf(gateway.send({ terms, source, seqNo: 1 }))).toBe('200 OrchestratorBusy')
  for (const pid of pids) process.kill(pid, 'SIGCONT')
  expect((await first).data.segments).toHaveLength(1)
})

test('garbage on the service port changes nothing for a running session', async () => {
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(node.serviceUri)
  await gateway.send({ terms, source })
  const { port } = new URL(node.serviceUri)
  const vandals = Array.from({ length: 8 }, (_, index) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false })
    socket.on('error', () => {})
    socket.write(Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 31 + index * 17) % 256)))
    return socket
  })
  for (let seqNo = 1; seqNo < 4; seqNo++) await gateway.send({ terms, source, seqNo })
  for (const socket of vandals) socket.destroy()
  await gateway.client.endSession(terms.serviceUri, terms.authToken)
})

test('ping signs nothing that could be a ticket, a result, a request or an order', async () => {
  using gateway = new ScriptedGateway()
  const ping = (length: number) => gateway.client.ping(node.serviceUri, new Uint8Array(length))
  expect(await ping(8)).toEqual(new Uint8Array())
  for (const length of [32, 42, 64, 168, 232])
    expect(await refusalOf(ping(length))).toBe('ping value refused')
})

test('the operator sees health, metrics with units and the status', async () => {
  const { operatorUrl } = node
  const dataDir = `${dir.path}/shared`
  const read = async (path: string) => (await askOperator({ operatorUrl, dataDir }, path)).text()
  expect(await read('/healthz')).toBe('ok\n')
  expect(await read('/readyz')).toBe('ready\n')
  const metrics = await read('/metrics')
  expect(metrics).toContain('millrace_orchestrator_capacity_pixels_per_second 10000000')
  expect(metrics).toMatch(/millrace_orchestrator_segments_total\{result="done"\} [1-9]/)
  expect(metrics).toContain('millrace_orchestrator_transcode_duration_seconds_bucket')
  expect(metrics).toMatch(/requests_refused_total\{request="segment",code="SEGMENT_HASH_MISMATCH"\} 1/)
  expect(JSON.parse(await read('/api/v1/status'))).toMatchObject({
    serviceUri: node.serviceUri,
    price: { wei: '0', pixels: '1' },
    earnings: { redeemedWei: '0' },
  })
})
