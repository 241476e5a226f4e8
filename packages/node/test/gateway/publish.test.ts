import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probeSegment } from '@millrace/media'
import {
  Gateway,
  type GatewayConfigInput,
  type GatewayDependencies,
  type GatewayEventData,
  Orchestrator,
  type PublishedSegment,
  PublishRefusedError,
  SegmentInputError,
  SourceFileError,
} from '@millrace/node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { makeClip } from './clip.ts'
import { GatewayHarness } from './harness.ts'
import { ScriptedOrchestrator } from './scripted-orchestrator.ts'
import { TestChain } from './test-chain.ts'

const renditions = [
  { name: 'wide', width: 160, height: 90, bitrate: 100_000 },
  { name: 'tiny', width: 128, height: 72, bitrate: 60_000 },
]

let folder: string
let sources: readonly Uint8Array[]
let file: string
let orchestrator: Orchestrator
let gateway: Gateway
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-publish-'))
  sources = (await makeClip(3)).sources
  file = join(folder, 'video.ts')
  await writeFile(file, Buffer.concat(sources))
  orchestrator = await Orchestrator.create({
    ...{ dataDir: join(folder, 'orchestrator'), host: '127.0.0.1', port: 0, operatorPort: 0 },
    ...{ transcodeWorkers: 1, capacityPixelsPerSecond: 100_000_000 },
  })
  gateway = await Gateway.create({
    ...{ dataDir: join(folder, 'gateway'), rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, operatorPort: 0 },
    orchestrators: [orchestrator.serviceUri],
  })
})
afterAll(async () => {
  await gateway?.close()
  await orchestrator?.close()
  await rm(folder, { recursive: true, force: true })
})

async function all(segments: AsyncIterable<PublishedSegment>): Promise<PublishedSegment[]> {
  const list = []
  for await (const segment of segments) list.push(segment)
  return list
}

function sizesOf({ renditions }: PublishedSegment): string[] {
  return renditions.map(({ profile, bytes }) => {
    const { widthPx, heightPx } = probeSegment(bytes).video ?? {}
    return `${profile} ${widthPx}x${heightPx}`
  })
}

test('the segments of a file come back in order, in the sizes that were ordered, and each is told as an event', async () => {
  const health: GatewayEventData['stream_health'][] = []
  const states: string[] = []
  gateway.events.on('stream_health', (data) => data.streamId === 'film' && health.push(data))
  gateway.events.on('stream_state', ({ streamId, state }) => streamId === 'film' && states.push(state))
  const published = await all(gateway.publish(file, { streamId: 'film', renditions, targetMs: 1_000 }))
  expect(published.map(({ seqNo, lost }) => ({ seqNo, lost }))).toEqual(
    [0, 1, 2].map((seqNo) => ({ seqNo, lost: undefined })),
  )
  expect(published.map(sizesOf)).toEqual(published.map(() => ['wide 160x90', 'tiny 128x72']))
  expect(health.map(({ segment, success }) => ({ seqNo: segment.seqNo, success }))).toEqual(
    [0, 1, 2].map((seqNo) => ({ seqNo, success: true })),
  )
  await expect.poll(() => states).toContain('ended')
})

test('segments that a program gives are published as they come', async () => {
  const published = await all(
    gateway.publish(
      sources.map((bytes) => ({ bytes })),
      { renditions },
    ),
  )
  expect(published.map(sizesOf)).toEqual(sources.map(() => ['wide 160x90', 'tiny 128x72']))
})

test('error: a file that is no video is named', async () => {
  const text = join(folder, 'text.mp4')
  await writeFile(text, 'This is no video.')
  const publishing = all(gateway.publish(text, { streamId: 'text' }))
  await expect(publishing).rejects.toThrow(SourceFileError)
  await expect(publishing).rejects.toThrow(text)
})

test('error: renditions and names that cannot be are refused by their setting', async () => {
  await expect(all(gateway.publish(file, { renditions: ['none'] }))).rejects.toThrow('renditions')
  await expect(all(gateway.publish(file, { streamId: '../up' }))).rejects.toThrow('streamId')
})

test('error: a signal ends publishing at once, and the name is free again', async () => {
  const stop = new AbortController()
  const reason = new Error('enough')
  const hangs = async function* () {
    for (const bytes of sources.slice(0, 1)) yield { bytes }
    await new Promise<never>(() => {})
  }
  const publishing = gateway.publish(hangs(), { streamId: 'stopped', renditions, signal: stop.signal })
  expect((await publishing.next()).value).toMatchObject({ seqNo: 0 })
  const next = publishing.next()
  stop.abort(reason)
  await expect(next).rejects.toBe(reason)
  const again = await all(
    gateway.publish([{ bytes: sources[0] ?? new Uint8Array() }], { streamId: 'stopped', renditions }),
  )
  expect(again.map(sizesOf)).toEqual([['wide 160x90', 'tiny 128x72']])
})

test('error: a segment that cannot be used ends publishing, after what came before it', async () => {
  const bad = [{ bytes: sources[0] ?? new Uint8Array() }, { bytes: new Uint8Array(1_000) }]
  const publishing = gateway.publish(bad, { renditions })
  expect((await publishing.next()).value).toMatchObject({ seqNo: 0, renditions: [{}, {}] })
  await expect(publishing.next()).rejects.toThrow(SegmentInputError)
})

test('error: a stream that is published already is refused, until whoever publishes it stops iterating', async () => {
  const options = { streamId: 'busy', renditions }
  const first = gateway.publish(
    sources.map((bytes) => ({ bytes })),
    options,
  )
  await first.next()
  await expect(all(gateway.publish(file, options))).rejects.toThrow(PublishRefusedError)
  await first.return()
  expect(await all(gateway.publish(file, { ...options, targetMs: 1_000 }))).toHaveLength(3)
})

/** A gateway for one test, with settings of its own. */
async function ownGateway(
  name: string,
  settings: Partial<GatewayConfigInput> = {},
  deps: GatewayDependencies = {},
): Promise<Gateway> {
  const ports = { rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, operatorPort: 0 }
  const orchestrators = [orchestrator.serviceUri]
  const alone = await Gateway.create(
    { dataDir: join(folder, name), ...ports, orchestrators, ...settings },
    deps,
  )
  onTestFinished(() => alone.close())
  return alone
}

/** One segment, and then nothing for ever. */
async function* endless(): AsyncGenerator<{ readonly bytes: Uint8Array }> {
  yield { bytes: sources[0] ?? new Uint8Array() }
  await new Promise<never>(() => {})
}

test('nobody takes the name of a program that is slow to take results', async () => {
  let lateMs = 0
  const alone = await ownGateway('slow', {}, { clock: { nowMs: () => Date.now() + lateMs } })
  const options = { streamId: 'slow', renditions }
  const slow = alone.publish(endless(), options)
  expect((await slow.next()).value).toMatchObject({ seqNo: 0 })
  lateMs = 3_600_000
  await expect(alone.publish(endless(), options).next()).rejects.toMatchObject({ code: 'STREAM_BUSY' })
  await slow.return()
})

test('error: what no orchestrator transcodes is yielded as lost, with the reason', async () => {
  const alone = await ownGateway('lost', { orchestrators: ['https://127.0.0.1:1'], segmentDeadlineMs: 1_000 })
  const published = await all(alone.publish([{ bytes: sources[0] ?? new Uint8Array() }], { renditions }))
  expect(published).toEqual([
    { seqNo: 0, durationMs: expect.any(Number), renditions: [], lost: expect.any(Object) },
  ])
  expect(published[0]?.lost).toMatchObject({ detail: expect.stringMatching(/\w/) })
})

test('error: a segment that is larger than the gateway takes is refused', async () => {
  const alone = await ownGateway('large', { maxSegmentBytes: 10_000 })
  const publishing = alone.publish([{ bytes: new Uint8Array(10_001) }], { renditions })
  await expect(publishing.next()).rejects.toMatchObject({ name: 'SegmentInputError', code: 'TOO_LARGE' })
})

test('error: a gateway that closes says so to who publishes, and to who wants to', async () => {
  const alone = await ownGateway('closing')
  const publishing = alone.publish(endless(), { renditions })
  await publishing.next()
  const refused = expect(publishing.next()).rejects.toMatchObject({ code: 'CLOSING' })
  await alone.close()
  await refused
  await expect(alone.publish(endless()).next()).rejects.toMatchObject({ code: 'CLOSING' })
})

test('error: a signal ends the stream also when nobody asks for another result', async () => {
  const stop = new AbortController()
  const states: string[] = []
  gateway.events.on('stream_state', ({ streamId, state }) => streamId === 'aborted' && states.push(state))
  const publishing = gateway.publish(endless(), { streamId: 'aborted', renditions, signal: stop.signal })
  expect((await publishing.next()).value).toMatchObject({ seqNo: 0, renditions: [{}, {}] })
  stop.abort(new Error('enough'))
  await expect.poll(() => states).toContain('ended')
  await expect(publishing.next()).rejects.toThrow('enough')
})

test('when the iteration has ended, nothing of the stream is under way', async () => {
  const states: string[] = []
  gateway.events.on('stream_state', ({ streamId, state }) => streamId === 'given-up' && states.push(state))
  const publishing = gateway.publish(
    sources.map((bytes) => ({ bytes })),
    { streamId: 'given-up', renditions },
  )
  await publishing.next()
  await publishing.return()
  expect(states.at(-1)).toBe('ended')
})

test('on chain what is published is paid with tickets; without funds it comes back as lost, with the reason', async () => {
  const chain = new TestChain()
  const clip = await makeClip(2)
  const paid = await ScriptedOrchestrator.create({ clip, chain, priceWei: 1n })
  onTestFinished(() => paid.close())
  const harness = await GatewayHarness.start({ orchestrators: [paid], chain })
  onTestFinished(() => harness.close())
  const segments = clip.sources.map((bytes) => ({ bytes }))
  const published = await all(harness.gateway.publish(segments, { streamId: 'paid' }))
  expect(published.map(({ lost, renditions }) => ({ lost, count: renditions.length }))).toEqual(
    segments.map(() => ({ lost: undefined, count: 1 })),
  )
  expect((await harness.status()).totals.ticketsSent).toBeGreaterThan(0)
  Object.assign(chain, { depositWei: 0n, reserveWei: 0n })
  await expect.poll(async () => (await harness.status()).funds.state).toBe('insufficient')
  const [unpaid] = await all(harness.gateway.publish(segments.slice(0, 1), { streamId: 'unpaid' }))
  expect(unpaid).toMatchObject({ renditions: [], lost: { reason: 'payment-required' } })
})

test('a stream that is ended in the middle of its segments says so once', async () => {
  const own = await ownGateway('unheard', { orchestrators: ['https://127.0.0.1:1'] })
  const states: string[] = []
  own.events.on('stream_state', ({ state }) => states.push(state))
  const stop = new AbortController()
  const segments = sources.map((bytes) => ({ bytes }))
  const publishing = own.publish(segments, { renditions, signal: stop.signal })
  const ended = expect(publishing.next()).rejects.toThrow('enough')
  await expect.poll(() => states.length).toBeGreaterThan(0)
  stop.abort(new Error('enough'))
  await ended
  expect(states.filter((state) => state === 'ended')).toHaveLength(1)
})
