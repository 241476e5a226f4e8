import { writeFileSync } from 'node:fs'
import { delay, silentLogger } from '@millrace/common'
import { countPixels, TranscoderPool } from '@millrace/media'
import {
  createCapabilities,
  type NotifySegment,
  ownCapabilities,
  readNotice,
  TranscoderClient,
  type TranscoderOffer,
  type TranscodeTask,
} from '@millrace/wire'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import {
  type AttemptFailure,
  Orchestrator,
  type OrchestratorConfigInput,
  orchestratorConfigSchema,
} from '../src/orchestrator/index.ts'
import { Transcoder, transcoderConfigSchema } from '../src/transcoder/index.ts'
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
const secretFile = `${dir.path}/secret`
writeFileSync(secretFile, 'shared-secret\n')
const source = makeSegment()
const profiles = [small, tiny]
let pool: TranscoderPool
beforeAll(async () => {
  pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
})
afterAll(async () => {
  await pool?.close()
  dir[Symbol.dispose]()
})

interface Stage {
  readonly node: Orchestrator
  readonly retries: AttemptFailure[]
}

let nodes = 0
async function start(changes: OrchestratorConfigInput = {}): Promise<Stage> {
  const config = orchestratorConfigSchema.parse({
    dataDir: `${dir.path}/node-${nodes++}`,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    transcoderSecretFile: secretFile,
    // Less than a newcomer is believed, so that those get the segments first.
    capacityPixelsPerSecond: 10_000_000,
    ...changes,
  })
  const node = await Orchestrator.create(config, { log: testLog() })
  onTestFinished(() => node.close())
  const retries: AttemptFailure[] = []
  node.events.on('segmentRetried', ({ cause }) => retries.push(cause))
  return { node, retries }
}

type Script = (task: TranscodeTask, client: TranscoderClient) => void | Promise<void>

/** A transcoder that does what a test tells it with each task, and claims what it likes. */
async function join({ node }: Stage, script: Script, offer: Partial<TranscoderOffer> = {}): Promise<void> {
  const client = new TranscoderClient({ orchestratorUri: node.serviceUri, secret: 'shared-secret' })
  const stop = new AbortController()
  onTestFinished(() => {
    stop.abort()
    client.close()
  })
  const before = node.status.transcoders.length
  const claims = {
    capacity: 1_000,
    pixelsPerSecond: 1e12,
    capabilities: createCapabilities({ capabilities: ownCapabilities }),
    ...offer,
  }
  const listen = async () => {
    for await (const notice of client.register(claims, { signal: stop.signal })) take(notice)
  }
  const take = (notice: NotifySegment) => {
    const read = readNotice(notice)
    if (read.type !== 'task') return
    const done = async () => script(read.task, client)
    done().catch(() => {})
  }
  listen().catch(() => {})
  await until('it is registered', () => node.status.transcoders.length === before + 1)
}

async function makeRenditions(task: TranscodeTask, client: TranscoderClient, ordered = task.profiles) {
  const bytes = await client.fetchSource(task.url, new AbortController().signal)
  const made = await pool.transcode({ source: bytes, profiles: ordered, timeoutMs: 60_000 })
  return made.renditions.map((rendition) => ({
    bytes: rendition.bytes,
    pixels: rendition.pixels,
    format: 'mpegts' as const,
  }))
}

async function sendAll(
  { node }: Stage,
  sessions: number,
  { segments = 1, durationMs = 4_000 } = {},
): Promise<void> {
  using gateway = new ScriptedGateway()
  await Promise.all(
    Array.from({ length: sessions }, async (_, session) => {
      const terms = await gateway.terms(node.serviceUri)
      for (let seqNo = 0; seqNo < segments; seqNo++) {
        const order = { durationMs }
        const manifestId = `stream-${session}`
        const { data } = await gateway.send({ terms, source, seqNo, manifestId, profiles, order })
        for (const { url, pixels } of data.segments)
          expect(countPixels(await gateway.client.downloadRendition(url, terms))).toBe(pixels)
      }
    }),
  )
}

const garbage = new Uint8Array(50_000).map((_, index) => (index * 7919) % 251)
const asRendition = (bytes: Uint8Array) => ({ bytes, pixels: 999_999n, format: 'mpegts' as const })

const misfits: Readonly<Record<string, readonly [AttemptFailure, Script]>> = {
  'returns garbage': [
    'wrong',
    ({ taskId }, client) =>
      client.sendResult({ taskId, decodedPixels: 1n, renditions: profiles.map(() => asRendition(garbage)) }),
  ],
  'returns too few renditions': [
    'wrong',
    async (task, client) => {
      const renditions = (await makeRenditions(task, client)).slice(1)
      await client.sendResult({ taskId: task.taskId, decodedPixels: 1n, renditions })
    },
  ],
  'returns larger pictures than ordered': [
    'wrong',
    async (task, client) => {
      const ordered = task.profiles.map((profile) => ({ ...profile, widthPx: 640, heightPx: 360 }))
      const renditions = await makeRenditions(task, client, ordered)
      await client.sendResult({ taskId: task.taskId, decodedPixels: 1n, renditions })
    },
  ],
  'returns a body without end': [
    'malformed',
    ({ taskId }, client) =>
      client.sendResult({
        taskId,
        decodedPixels: 1n,
        renditions: profiles.map(() => asRendition(new Uint8Array(20_000_000))),
      }),
  ],
  'says that the segment is at fault': [
    'failed',
    ({ taskId }, client) => client.sendFailure(taskId, 'No keyframes in input'),
  ],
  'has no room though it has nothing to do': [
    'busy',
    ({ taskId }, client) => client.sendFailure(taskId, 'TranscoderBusy'),
  ],
  'answers under another task': [
    'late',
    async (task, client) => {
      const renditions = await makeRenditions(task, client)
      await client.sendResult({ taskId: task.taskId + 1n, decodedPixels: 1n, renditions })
    },
  ],
}
const blackHole: Script = () => {}
/** Right, but never within the time of a live stream. */
const slow: Script = async (task, client) => {
  const renditions = await makeRenditions(task, client)
  await delay(6_000)
  await client.sendResult({ taskId: task.taskId, decodedPixels: 1n, renditions })
}

test.each(Object.entries(misfits))(
  'a transcoder that %s costs its segment a retry, and nobody sees it',
  async (_, [failure, script]) => {
    const stage = await start()
    await join(stage, script)
    // Long enough that a busy machine is not taken for a late transcoder, where that is not what is tested.
    await sendAll(stage, 1, { durationMs: failure === 'late' ? 4_000 : 30_000 })
    expect(stage.retries).toContain(failure)
    expect(stage.node.status).toMatchObject({ segmentsDone: 1, segmentsFailed: 0 })
    const misfit = () => stage.node.status.transcoders.find(({ kind }) => kind === 'remote')
    expect(misfit()).toMatchObject({ state: 'quarantined', capacityPixelsPerSecond: 0, segmentsFailed: 1 })
    expect(stage.node.status.capacityPixelsPerSecond).toBeLessThan(60_000_000)
  },
)

test('a fleet of misfits with one good transcoder among them does every segment of every session', async () => {
  const stage = await start({ localTranscoding: 'off' })
  for (const [, script] of Object.values(misfits)) await join(stage, script)
  await join(stage, blackHole)
  await join(stage, slow)
  const config = transcoderConfigSchema.parse({
    dataDir: `${dir.path}/good`,
    orchestrator: stage.node.serviceUri,
    secretFile,
    operatorPort: 0,
    transcodeWorkers: 2,
    capacityPixelsPerSecond: 40_000_000,
  })
  const good = await Transcoder.create(config, { log: testLog() })
  onTestFinished(() => good.close())
  await until('the good one is registered', () => good.status.state === 'registered')
  await sendAll(stage, 4, { segments: 2 })
  expect(stage.node.status).toMatchObject({ segmentsDone: 8, segmentsFailed: 0 })
})

test('one that leaves in the middle is replaced at once, and comes back distrusted when it does so again and again', async () => {
  const stage = await start({ localTranscoding: 'on' })
  for (let times = 0; times < 3; times++) {
    await join(stage, (_task, client) => client.close())
    await sendAll(stage, 1)
    expect(stage.retries.at(-1)).toBe('lost')
  }
  await join(stage, blackHole)
  expect(stage.node.status.transcoders.find(({ kind }) => kind === 'remote')).toMatchObject({
    state: 'quarantined',
  })
  expect(stage.node.status.segmentsFailed).toBe(0)
})

test('a transcoder gets nothing of an order that it cannot do, and sessions stay with one that keeps up', async () => {
  const stage = await start({ localTranscoding: 'off' })
  const asked: string[] = []
  const answering =
    (name: string): Script =>
    async (task, client) => {
      asked.push(name)
      const renditions = await makeRenditions(task, client)
      await client.sendResult({ taskId: task.taskId, decodedPixels: 1n, renditions })
    }
  using gateway = new ScriptedGateway()
  const capabilities = createCapabilities({ capabilities: [0, 1, 12] })
  await join(stage, answering('mp4 only'), { capabilities: createCapabilities({ capabilities: [0, 2, 12] }) })
  const terms = await gateway.terms(stage.node.serviceUri)
  expect(await refusalOf(gateway.send({ terms, source, order: { capabilities } }))).toBe(
    '200 no transcoders can provide requested capabilities',
  )
  await join(stage, answering('first'))
  await join(stage, answering('second'))
  for (let seqNo = 1; seqNo < 5; seqNo++)
    await gateway.send({ terms, source, seqNo, order: { capabilities, durationMs: 5_000 } })
  expect(new Set(asked).size).toBe(1)
  expect(asked).toHaveLength(4)
})

test('error: with nobody to do it a segment waits for somebody to come back, and no longer than two seconds', async () => {
  const stage = await start({ localTranscoding: 'off' })
  using gateway = new ScriptedGateway()
  await join(stage, (_task, client) => client.close())
  const terms = await gateway.terms(stage.node.serviceUri)
  const sending = gateway.send({ terms, source, profiles })
  await until('it has left', () => stage.node.status.transcoders.length === 0)
  await join(stage, async (task, client) => {
    const renditions = await makeRenditions(task, client)
    await client.sendResult({ taskId: task.taskId, decodedPixels: 1n, renditions })
  })
  expect((await sending).data.segments).toHaveLength(2)

  const alone = await start({ localTranscoding: 'off' })
  await join(alone, (_task, client) => client.close())
  const other = await gateway.terms(alone.node.serviceUri)
  expect(await refusalOf(gateway.send({ terms: other, source }))).toBe('200 no transcoders available')
  expect(await refusalOf(gateway.terms(alone.node.serviceUri))).toContain('OrchestratorCapped')
})
