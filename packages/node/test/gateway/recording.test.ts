import { cp, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parsePlaylist } from '@millrace/media'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { probeFile } from '../../../media/test/remux/probe-file.ts'
import { type Clip, makeClip } from './clip.ts'
import { EventReceiver } from './event-receiver.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { ScriptedOrchestrator } from './scripted-orchestrator.ts'

let clip: Clip
beforeAll(async () => {
  clip = await makeClip(4)
})

let folder: string
const closing: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-records-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function gateway({ config, ...options }: Partial<HarnessOptions> = {}): Promise<GatewayHarness> {
  const orchestrator = await ScriptedOrchestrator.create({ clip })
  closing.push(() => orchestrator.close())
  const harness = await GatewayHarness.start({
    orchestrators: [orchestrator],
    config: { recordStore: folder, storeMinFreeBytes: 0, pushIdleMs: 300, streamGraceMs: 50, ...config },
    ...options,
  })
  closing.push(() => harness.close())
  return harness
}

function eventually<T>(read: () => Promise<T> | T) {
  return expect.poll(read)
}

/** Pushes segments to a stream and waits until it is over and recorded. */
async function record(harness: GatewayHarness, sources: readonly Uint8Array[], headers = {}, name = 'live') {
  const key = name === 'live' ? harness.key : await harness.gateway.streamKeys.create(name)
  for (const [seqNo, body] of sources.entries()) {
    const response = await harness.get(`/live/${name}/${seqNo}.ts`, {
      method: 'PUT',
      body: body as Uint8Array<ArrayBuffer>,
      headers: { authorization: `Bearer ${key}`, accept: 'multipart/mixed', ...headers },
    })
    expect(response.status).toBe(200)
  }
  await eventually(async () => (await harness.get(`/recordings/${name}/source.m3u8`)).text()).toContain(
    'ENDLIST',
  )
}

async function media(harness: GatewayHarness, track: string, name = 'live') {
  const playlist = parsePlaylist(await (await harness.get(`/recordings/${name}/${track}.m3u8`)).text())
  if (playlist.kind !== 'media') throw new Error('It is a master playlist.')
  return playlist
}

async function segmentsOf(harness: GatewayHarness, track: string, name = 'live'): Promise<Buffer[]> {
  const base = new URL(`/recordings/${name}/${track}.m3u8`, harness.gateway.httpUrl)
  const { segments } = await media(harness, track, name)
  const responses = await Promise.all(segments.map(({ uri }) => fetch(new URL(uri, base))))
  return Promise.all(responses.map(async (response) => Buffer.from(await response.arrayBuffer())))
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

test('a stream is recorded as it was, plays as a whole, and comes as MP4 files', async () => {
  const harness = await gateway()
  await record(harness, clip.sources)
  const master = parsePlaylist(await (await harness.get('/recordings/live/index.m3u8')).text())
  if (master.kind !== 'master') throw new Error('It is a media playlist.')
  expect(master.variants.map(({ uri, widthPx, heightPx }) => [uri, widthPx, heightPx])).toEqual([
    ['source.m3u8', 320, 180],
    ['90p.m3u8', 160, 90],
  ])
  const same = (one: readonly Uint8Array[], other: readonly Uint8Array[]) =>
    one.every((bytes, index) => Buffer.compare(bytes, other[index] ?? Buffer.of()) === 0)
  expect(same(await segmentsOf(harness, 'source'), clip.sources)).toBe(true)
  expect(same(await segmentsOf(harness, '90p'), clip.renditions)).toBe(true)
  const text = await (await harness.get('/recordings/live/90p.m3u8')).text()
  expect(text).toContain('#EXT-X-PLAYLIST-TYPE:VOD')
  expect(text).not.toContain('DISCONTINUITY')
  const file = await harness.get('/recordings/live/90p.mp4')
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="live-90p.mp4"')
  const probed = await probeFile(new Uint8Array(await file.arrayBuffer()))
  expect(probed).toMatchObject({ format: 'mov,mp4,m4a,3gp,3g2,mj2', frames: 120, audioCodec: 'aac' })
  const [json] = (await filesBelow(folder)).filter((path) => /playlist_\d{19}\.json$/.test(path))
  expect(JSON.parse(await readFile(json ?? '', 'utf8'))).toMatchObject({
    duration_ms: 4_000,
    tracks: [
      { name: 'source', resolution: '320x180', bandwidth: expect.any(Number) },
      { name: '90p', resolution: '160x90' },
    ],
    segments: {
      source: [{ seq_no: 0, uri: expect.stringMatching(/\/source\/0\.ts$/), duration_ms: 1_000 }, {}, {}, {}],
    },
  })
  expect((await harness.get('/recordings/live/none.m3u8')).status).toBe(404)
  expect((await harness.get('/recordings/none/index.m3u8')).status).toBe(404)
  expect((await harness.get('/recordings/live/..%2f..%2fetc/a/b.ts')).status).toBe(404)
})

test('a running stream can be seen from its beginning, and its playlist is not over', async () => {
  const harness = await gateway({ config: { pushIdleMs: 60_000 } })
  await harness.push(0, clip.sources[0] ?? new Uint8Array(), { accept: 'multipart/mixed' })
  await eventually(async () => (await harness.get('/recordings/live/source.m3u8')).status).toBe(200)
  const text = await (await harness.get('/recordings/live/source.m3u8')).text()
  expect(text).toContain('#EXT-X-PLAYLIST-TYPE:EVENT')
  expect(text).not.toContain('ENDLIST')
})

test('the runs of a stream, and of those before it, are one recording, also after a restart', async () => {
  const first = await gateway()
  await record(first, clip.sources.slice(0, 2), {}, 'before')
  const order = JSON.stringify({ previousSessions: ['before'] })
  await record(first, clip.sources.slice(2, 3), { 'livepeer-transcode-configuration': order })
  await first.gateway.close()
  const second = await gateway()
  await record(second, clip.sources.slice(3, 4))
  await eventually(async () => (await media(second, 'source')).segments.length).toBe(4)
  const { segments } = await media(second, 'source')
  expect(segments.map(({ discontinuity }) => discontinuity ?? false)).toEqual([false, false, true, true])
  const bytes = await segmentsOf(second, 'source')
  expect(bytes.map((one, index) => Buffer.compare(one, clip.sources[index] ?? Buffer.of()))).toEqual([
    0, 0, 0, 0,
  ])
  const file = await second.get('/recordings/live/source.mp4')
  expect(await probeFile(new Uint8Array(await file.arrayBuffer()))).toMatchObject({ frames: 120 })
})

test('a recording made final plays from its folder alone', async () => {
  const harness = await gateway()
  await record(harness, clip.sources.slice(0, 2))
  expect((await harness.get('/recordings/live/index.m3u8?finalize=true')).status).toBe(200)
  const elsewhere = await mkdtemp(join(tmpdir(), 'gateway-moved-'))
  closing.push(() => rm(elsewhere, { recursive: true, force: true }))
  await cp(folder, elsewhere, { recursive: true })
  const playlist = parsePlaylist(await readFile(join(elsewhere, 'live', 'source.m3u8'), 'utf8'))
  if (playlist.kind !== 'media') throw new Error('It is a master playlist.')
  const files = await Promise.all(playlist.segments.map(({ uri }) => readFile(join(elsewhere, 'live', uri))))
  expect(files.map(({ length }) => length)).toEqual(clip.sources.slice(0, 2).map(({ length }) => length))
})

test('what is too old goes, what is too much goes from its oldest, and files of others stay', async () => {
  const events = await EventReceiver.start()
  closing.push(() => events.close())
  const harness = await gateway()
  for (const name of ['old', 'older', 'new']) await record(harness, clip.sources.slice(0, 2), {}, name)
  await harness.gateway.close()
  await writeFile(join(folder, 'old', 'notes.txt'), 'keep')
  const now = Date.now() / 1000
  for (const [name, hours] of [
    ['old', 2],
    ['older', 50],
    ['new', 1],
  ] as const) {
    for (const path of await filesBelow(join(folder, name))) await utimes(path, now, now - hours * 3_600)
  }
  const streams = async () => (await readdir(folder)).sort()
  await gateway({ config: { recordingRetentionMs: 24 * 3_600_000, eventsWebhookUrl: events.url } })
  await eventually(streams).toEqual(['new', 'old'])
  await eventually(() => events.of('recordings_deleted').map(({ data }) => data)).toMatchObject([
    { reason: 'age', streamIds: ['older'] },
  ])
  const sizes = await Promise.all(
    (await filesBelow(join(folder, 'new'))).map(async (path) => (await readFile(path)).length),
  )
  const quota = Math.max(
    1_000_000,
    sizes.reduce((sum, size) => sum + size, 0),
  )
  const filler = join(folder, 'old', `${Date.now() - 7_200_000}-abcdef`, 'source', '0.ts')
  await cp(join(folder, 'old', 'notes.txt'), filler)
  await writeFile(filler, new Uint8Array(quota))
  await utimes(filler, now, now - 7_000)
  await gateway({ config: { recordingQuotaBytes: quota, eventsWebhookUrl: events.url } })
  await eventually(async () =>
    (await filesBelow(join(folder, 'old'))).map((path) => path.split('/').at(-1)),
  ).toEqual(['notes.txt'])
  expect(await streams()).toEqual(['new', 'old'])
})

test('error: beyond the quota a running stream is not recorded, and that is told', async () => {
  const events = await EventReceiver.start()
  closing.push(() => events.close())
  const harness = await gateway({
    config: { recordingQuotaBytes: 1_000_000, eventsWebhookUrl: events.url, pushIdleMs: 60_000 },
  })
  for (let seqNo = 0; seqNo < 12; seqNo++) {
    await harness.push(seqNo, clip.sources[0] ?? new Uint8Array(), { accept: 'multipart/mixed' })
  }
  await eventually(() => events.of('recording_failed').length).toBe(1)
  const sizes = await Promise.all(
    (await filesBelow(folder))
      .filter((path) => path.endsWith('.ts'))
      .map(async (path) => (await readFile(path)).length),
  )
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_000_000)
  expect((await harness.playlist('source')).segments).toHaveLength(12)
})

test('error: who may not watch may not see recordings either', async () => {
  const harness = await gateway({
    deps: {
      authorizePlayback: async ({ token }) =>
        token === 'good' ? { allow: true } : { allow: false, reason: 'denied' },
    },
  })
  await harness.push(0, clip.sources[0] ?? new Uint8Array(), { accept: 'multipart/mixed' })
  const path = '/recordings/live/index.m3u8'
  await eventually(async () => (await harness.get(`${path}?token=good`)).status).toBe(200)
  expect((await harness.get(path)).status).toBe(403)
  expect((await harness.get('/recordings/live/source.mp4')).status).toBe(403)
  expect(await (await harness.get(`${path}?token=good`)).text()).toContain('source.m3u8?token=good')
})

test('error: more downloads at once than allowed are put off', async () => {
  const harness = await gateway({ config: { maxRecordingDownloads: 0 } })
  await record(harness, clip.sources.slice(0, 1))
  const response = await harness.get('/recordings/live/source.mp4')
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10'])
})
