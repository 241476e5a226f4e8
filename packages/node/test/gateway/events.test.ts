import { createHmac } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Clip, makeClip } from './clip.ts'
import { EventReceiver, type ReceivedEvent } from './event-receiver.ts'
import { GatewayHarness } from './harness.ts'
import { ScriptedOrchestrator } from './scripted-orchestrator.ts'

let clip: Clip
beforeAll(async () => {
  clip = await makeClip(2)
})

let folder: string
const closing: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-events-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(config: Parameters<typeof GatewayHarness.start>[0]['config']) {
  const orchestrator = await ScriptedOrchestrator.create({ clip })
  closing.push(() => orchestrator.close())
  const harness = await GatewayHarness.start({ orchestrators: [orchestrator], config: config ?? {} })
  closing.push(() => harness.close())
  return { harness, orchestrator }
}

async function linesOf(file: string): Promise<ReceivedEvent[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line))
}

test('each segment and each change of a stream is told, to a file and to a webhook that knows whose it is', async () => {
  const events = await EventReceiver.start()
  closing.push(() => events.close())
  const secretFile = join(folder, 'secret')
  await writeFile(secretFile, 'a-secret\n')
  const eventsFile = join(folder, 'below', 'events.ndjson')
  const { harness, orchestrator } = await start({
    ...{ eventsFile, eventsWebhookUrl: events.url, eventsWebhookSecretFile: secretFile },
    ...{ streamGraceMs: 100, pushIdleMs: 200 },
  })
  const heard: unknown[] = []
  harness.gateway.events.on('stream_health', () => {
    throw new Error('a listener fails')
  })
  harness.gateway.events.on('stream_health', (data) => heard.push(data))
  harness.gateway.events.on('orchestrator_chosen', (data) => heard.push(data))
  const order = JSON.stringify({ streamID: 'outer', sessionID: 'inner' })
  const headers = { accept: 'multipart/mixed', 'livepeer-transcode-configuration': order }
  await harness.push(0, clip.sources[0] ?? new Uint8Array(), headers)
  await expect
    .poll(() => events.of('stream_state').map(({ data }) => data.state))
    .toEqual(expect.arrayContaining(['live', 'waiting', 'ended']))
  const [health] = events.of('stream_health')
  expect(health).toMatchObject({
    gateway: `0x${'0'.repeat(40)}`,
    data: {
      ...{ streamId: 'live', externalStreamId: 'outer', externalSessionId: 'inner', success: true },
      segment: { name: '0.ts', seqNo: 0, duration: 1, byteSize: clip.sources[0]?.length },
      attempts: [{ orchestrator: { transcoderUri: orchestrator.serviceUri }, latencyMs: expect.any(Number) }],
    },
  })
  expect(heard).toContainEqual(health?.data)
  const chosen = { streamId: 'live', orchestrator: { transcoderUri: orchestrator.serviceUri } }
  expect(heard).toContainEqual(
    expect.objectContaining({ ...chosen, orchestrator: expect.objectContaining(chosen.orchestrator) }),
  )
  for (const [index, body] of events.bodies.entries()) {
    const signature = createHmac('sha256', 'a-secret').update(body).digest('hex')
    expect(events.signatures[index]).toBe(`sha256=${signature}`)
  }
  await harness.gateway.close()
  const ids = (list: readonly ReceivedEvent[]) => list.map(({ id }) => id)
  expect(ids(await linesOf(eventsFile))).toEqual(ids(events.events))
})

test('events wait for a receiver that is away, and keep their order', async () => {
  const events = await EventReceiver.start()
  closing.push(() => events.close())
  events.status = 500
  const { harness } = await start({ eventsWebhookUrl: events.url })
  for (const [index, bytes] of clip.sources.entries()) {
    expect((await harness.push(index, bytes, { accept: 'multipart/mixed' })).status).toBe(200)
  }
  events.status = 200
  await expect.poll(() => events.of('stream_health').length).toBe(2)
  expect(events.of('stream_health').map(({ data }) => (data.segment as { seqNo: number }).seqNo)).toEqual([
    0, 1,
  ])
  expect(new Set(events.events.map(({ id }) => id)).size).toBe(events.events.length)
})

test('a file that is full is put aside, and only so many are kept', async () => {
  const eventsFile = join(folder, 'events.ndjson')
  const { harness } = await start({ eventsFile, eventsFileMaxBytes: 10_000, eventsFilesKept: 2 })
  const source = clip.sources[0] ?? new Uint8Array()
  for (let seqNo = 0; seqNo < 60; seqNo++) await harness.push(seqNo, source, { accept: 'multipart/mixed' })
  await harness.gateway.close()
  const names = (await readdir(folder)).filter((name) => name.startsWith('events')).sort()
  expect(names).toEqual(['events.ndjson', 'events.ndjson.1', 'events.ndjson.2'])
  const kept = await Promise.all(names.toReversed().map((name) => linesOf(join(folder, name))))
  const seqNos = kept.flat().flatMap(({ data }) => {
    const segment = data.segment as { seqNo: number } | undefined
    return segment ? [segment.seqNo] : []
  })
  expect(seqNos).toEqual(Array.from({ length: seqNos.length }, (_, index) => 60 - seqNos.length + index))
})

test('error: a secret that cannot be read is named by its setting', async () => {
  const config = { eventsWebhookUrl: 'http://127.0.0.1:1', eventsWebhookSecretFile: join(folder, 'none') }
  await expect(start(config)).rejects.toThrow('eventsWebhookSecretFile')
})
