import { writeFileSync } from 'node:fs'
import type { AttemptFailure, Orchestrator } from '@millrace/node/orchestrator'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { jobBits, smallProfile, TheirGateway } from '../peer/gateway.ts'
import type { Rendition } from '../peer/script.ts'
import { type ResultScript, type SentResult, TheirTranscoder } from '../peer/transcoder.ts'
import { get } from '../peer/transport.ts'
import { freePort, makeSource, startOrchestrator, temporaryDir, transcodeWithFfmpeg } from './fixture.ts'

const dir = temporaryDir()
const secret = 'a-secret-of-the-pool'
const source = makeSource()
const profiles = [{ ...smallProfile, name: 'large', width: 320, height: 180 }, smallProfile]
const renditions: readonly Rendition[] = transcodeWithFfmpeg(source, profiles)
const gateway = new TheirGateway()
const bits = [...Array(13).keys(), 14, 26]
/** Longer than its patience with a newcomer takes on the busiest machine, where being late is not what is tested. */
const unhurriedMs = 30_000
/** Of a segment whose transcoder is late: all of it, the second try included, must be over in 8 s. */
const hurriedMs = 2_000
let overTls: Orchestrator
let inPlainText: Orchestrator
const retries: AttemptFailure[] = []
const running: TheirTranscoder[] = []

async function startNode(name: string, changes: { port?: number; serviceUri?: string }) {
  const pool = { localTranscoding: 'off', transcoderSecretFile: `${dir.path}/secret` } as const
  const node = await startOrchestrator(`${dir.path}/${name}`, { ...pool, ...changes })
  node.events.on('segmentRetried', ({ cause }) => retries.push(cause))
  return node
}

beforeAll(async () => {
  writeFileSync(`${dir.path}/secret`, `${secret}\n`)
  overTls = await startNode('tls', {})
  const port = await freePort()
  inPlainText = await startNode('plain', { port, serviceUri: `http://127.0.0.1:${port}` })
})
afterEach(async () => {
  for (const transcoder of running.splice(0)) transcoder.close()
  for (const node of [overTls, inPlainText]) await expect.poll(() => node.status.transcoders.length).toBe(0)
  retries.length = 0
})
afterAll(async () => {
  await overTls?.close()
  await inPlainText?.close()
  dir[Symbol.dispose]()
})

interface Joining {
  readonly script?: () => ResultScript | string
  readonly capacity?: number
  readonly node?: Orchestrator
}

async function join({ script, capacity, node = overTls }: Joining = {}): Promise<TheirTranscoder> {
  const before = node.status.transcoders.length
  const transcoder = await TheirTranscoder.register({
    uri: node.serviceUri,
    secret,
    transcode: async () => renditions,
    capabilities: { bits },
    ...(capacity && { capacity }),
    ...(script && { script }),
  })
  running.push(transcoder)
  await expect.poll(() => node.status.transcoders.length).toBe(before + 1)
  return transcoder
}

interface Session {
  readonly durationMs: number
  readonly segments?: number
  readonly node?: Orchestrator
}

/** A whole session; every result of it must be the good one, and its pixels those that a decoder counts. */
async function playSession(
  manifestId: string,
  { durationMs, segments = 2, node = overTls }: Session,
): Promise<void> {
  const info = await gateway.info(node.serviceUri, { bits: [...jobBits, 26] })
  for (let seq = 0; seq < segments; seq++) {
    const order = { info, source, seq, manifestId, profiles: { 33: profiles }, changes: { durationMs } }
    const { error, data } = await gateway.transcode(order)
    expect(error).toBeUndefined()
    expect(data?.segments.map(({ pixels }) => pixels)).toEqual(renditions.map(({ pixels }) => pixels))
    const got = await Promise.all((data?.segments ?? []).map(({ url }) => get(url)))
    expect(got.map((bytes, index) => Buffer.compare(bytes, renditions[index]?.bytes ?? bytes))).toEqual([
      0, 0,
    ])
  }
  if (info.authToken) await gateway.end(node.serviceUri, info.authToken)
}

const statusOf = (node: Orchestrator, at: number) => node.status.transcoders[at]

interface Misfit {
  readonly script: ResultScript | string
  /** Why its segment went to another. */
  readonly cause: AttemptFailure
  /** What it is told of its result. */
  readonly told: SentResult | undefined
}

const ok = { status: 200, text: 'OK' }
const text = (status: number, containing: string) => ({ status, text: expect.stringContaining(containing) })
const misfits: Readonly<Record<string, Misfit>> = {
  'never answers': { script: 'silent', cause: 'late', told: undefined },
  'answers for a task that there is not': {
    script: { headers: { TaskId: '1' } },
    cause: 'late',
    told: { status: 400, text: 'Invalid Task ID' },
  },
  'answers with another secret': {
    script: { headers: { Credentials: 'another' } },
    cause: 'late',
    told: { status: 401, text: 'Unauthorized' },
  },
  'leaves a rendition out': {
    script: { parts: (good) => good.slice(1) },
    cause: 'wrong',
    told: ok,
  },
  'adds a rendition': {
    script: { parts: (good) => [...good, ...good.slice(1)] },
    cause: 'wrong',
    told: ok,
  },
  'mixes the renditions up': {
    script: { parts: (good) => good.toReversed() },
    cause: 'wrong',
    told: ok,
  },
  'cannot say how many pixels it decoded': {
    script: { headers: { Pixels: 'many' } },
    cause: 'malformed',
    told: { status: 400, text: 'Invalid Pixels' },
  },
  'sends what is no multipart': {
    script: { body: (good) => good.map((byte) => byte ^ 0x55) },
    cause: 'malformed',
    told: text(500, 'boundary'),
  },
  'sends half a multipart as if it were whole': {
    script: { body: (good) => good.subarray(0, good.length / 2) },
    cause: 'malformed',
    told: text(500, 'part'),
  },
  'hangs up in the middle of its result': {
    script: { times: 'half' },
    cause: 'malformed',
    told: undefined,
  },
  'says that it cannot': {
    script: 'Unknown error occurred',
    cause: 'failed',
    told: ok,
  },
}

test.each(Object.entries(misfits))(
  'error: one that %s loses its segment to another, and no other session notices',
  async (_, { script, cause, told }) => {
    const bad = await join({ script: () => script })
    const good = await join()
    const before = overTls.status
    const session = { durationMs: cause === 'late' ? hurriedMs : unhurriedMs }
    await Promise.all([playSession('its own', session), playSession('beside it', session)])
    expect(bad.notices.length).toBeGreaterThan(0)
    expect(retries).toContain(cause)
    await expect.poll(() => bad.answers[0]).toEqual(told)
    expect(statusOf(overTls, 0)).toMatchObject({ segmentsDone: 0, capacityPixelsPerSecond: 0 })
    expect(statusOf(overTls, 1)).toMatchObject({ segmentsDone: 4, segmentsFailed: 0, state: 'ready' })
    expect(good.answers).toEqual([ok, ok, ok, ok])
    expect(overTls.status).toMatchObject({
      segmentsDone: before.segmentsDone + 4,
      segmentsFailed: before.segmentsFailed,
    })
  },
)

test('one that miscounts its pixels costs nobody anything: they are counted again', async () => {
  const miscounted: ResultScript = {
    headers: { Pixels: '9223372036854775807' },
    parts: (good) => good.map(({ headers, body }) => ({ headers: { ...headers, Pixels: 999_999 }, body })),
  }
  const transcoder = await join({ script: () => miscounted })
  await playSession('miscounted', { durationMs: unhurriedMs })
  expect(transcoder.answers).toEqual([ok, ok])
  expect(retries).toEqual([])
})

test('error: one that answers twice is heard once', async () => {
  const { segmentsDone } = overTls.status
  const transcoder = await join({ script: () => ({ times: 2 }) })
  await playSession('twice', { durationMs: unhurriedMs })
  const notOpen = { status: 400, text: 'Invalid Task ID' }
  await expect.poll(() => transcoder.answers).toEqual([ok, notOpen, ok, notOpen])
  expect(overTls.status.segmentsDone).toBe(segmentsDone + 2)
  expect(retries).toEqual([])
})

test('error: one that answers when its segment was done elsewhere is not heard', async () => {
  const { promise: heldUntil, resolve: release } = Promise.withResolvers<void>()
  const { segmentsDone } = overTls.status
  const late = await join({ script: () => ({ heldUntil }) })
  const good = await join()
  await playSession('late', { durationMs: hurriedMs, segments: 1 })
  expect(late.notices).toHaveLength(1)
  release()
  await expect.poll(() => late.answers).toEqual([{ status: 400, text: 'Invalid Task ID' }])
  expect(good.answers).toEqual([ok])
  expect(overTls.status.segmentsDone).toBe(segmentsDone + 1)
})

test('error: one that claims a hundred thousand sessions and is slow gets two, until it shows what it can', async () => {
  const { promise: heldUntil, resolve: release } = Promise.withResolvers<void>()
  const liar = await join({ capacity: 100_000, script: () => ({ heldUntil }) })
  await join()
  await join()
  const { capacityPixelsPerSecond = 0, claimedPixelsPerSecond = 0 } = statusOf(overTls, 0) ?? {}
  expect(capacityPixelsPerSecond).toBeLessThan(claimedPixelsPerSecond / 1_000)
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  await Promise.all(names.map((name) => playSession(name, { durationMs: hurriedMs, segments: 1 })))
  const tasks = liar.notices.filter(({ url }) => url !== '')
  expect(tasks.length).toBeGreaterThan(0)
  expect(tasks.length).toBeLessThanOrEqual(2)
  expect(statusOf(overTls, 0)).toMatchObject({ segmentsDone: 0, capacityPixelsPerSecond: 0 })
  release()
})

test('error: one that is suddenly gone over plain text loses its segment at once, and is not listed any more', async () => {
  const node = inPlainText
  const vanishing = await join({ node, script: () => 'silent' })
  const playing = playSession('vanishing', { durationMs: unhurriedMs, node })
  await expect.poll(() => vanishing.notices.length).toBe(1)
  const good = await join({ node })
  vanishing.close()
  await playing
  expect(retries).toEqual(['lost'])
  expect(good.answers).toEqual([ok, ok])
  expect(node.status.transcoders).toHaveLength(1)
})
