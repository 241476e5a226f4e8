import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { StatusStream } from '@millrace/client'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Clip, makeClip } from './clip.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { RtmpPublisher } from './rtmp-publisher.ts'
import { ScriptedOrchestrator } from './scripted-orchestrator.ts'

const run = promisify(execFile)
let clip: Clip
beforeAll(async () => {
  clip = await makeClip(3)
})

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function gateway(options: Partial<HarnessOptions> = {}): Promise<GatewayHarness> {
  const orchestrator = await ScriptedOrchestrator.create({ clip })
  closing.push(() => orchestrator.close())
  const harness = await GatewayHarness.start({ orchestrators: [orchestrator], ...options })
  closing.push(() => harness.close())
  return harness
}

function publish(
  url: string,
  facts: { seconds: number; hasAudio?: boolean; isLive?: boolean },
): RtmpPublisher {
  const publisher = new RtmpPublisher({ url, ...facts })
  closing.push(() => publisher.kill())
  return publisher
}

function eventually<T>(read: () => Promise<T>) {
  return expect.poll(read)
}

async function stream(harness: GatewayHarness, id = 'live'): Promise<StatusStream | undefined> {
  return (await harness.status()).streams.find((one) => one.id === id)
}

/** Decodes the source as it is played back. @returns frames and DTS steps of the video. */
async function decode(harness: GatewayHarness, first: number, last: number) {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-played-'))
  try {
    const parts: Uint8Array[] = []
    for (let seqNo = first; seqNo <= last; seqNo++) parts.push(await harness.segment('source', seqNo))
    const file = join(folder, 'played.ts')
    await writeFile(file, Buffer.concat(parts))
    const { stdout, stderr } = await run('ffprobe', [
      ...['-v', 'warning', '-select_streams', 'v', '-show_entries', 'packet=dts', '-of', 'csv=p=0', file],
    ])
    const dts = stdout.split('\n').flatMap((line) => (/^\d+/.test(line) ? [Number.parseInt(line, 10)] : []))
    const steps = new Set(dts.slice(1).map((ticks, index) => ticks - (dts[index] ?? 0)))
    return { frames: dts.length, steps: [...steps], warnings: stderr }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('RTMP', () => {
  test.each([true, false])('a stream comes in whole, with sound: %s', async (hasAudio) => {
    const harness = await gateway()
    const encoder = publish(`${harness.gateway.rtmpUrl}/${harness.key}`, {
      seconds: 4,
      hasAudio,
      isLive: false,
    })
    expect(await encoder.ended()).toBe(0)
    await eventually(async () => (await stream(harness))?.segmentsIn).toBe(4)
    expect((await stream(harness))?.source).toMatchObject({
      widthPx: 320,
      heightPx: 180,
      fps: 30,
      ...(hasAudio && { audioCodec: 'mp4a.40.2' }),
    })
    expect(await decode(harness, 0, 3)).toEqual({ frames: 120, steps: [3000], warnings: '' })
  })

  test('an encoder that disappears and comes back goes on with the same stream', async () => {
    const harness = await gateway()
    const url = `rtmp://127.0.0.1:${harness.gateway.rtmpPort}/live/${harness.key}`
    const first = publish(url, { seconds: 60 })
    await eventually(async () => (await stream(harness))?.segmentsIn ?? 0).toBeGreaterThan(1)
    await first.kill()
    await eventually(async () => (await stream(harness))?.state).toBe('waiting')
    const before = (await stream(harness))?.segmentsIn ?? 0
    publish(url, { seconds: 60 })
    await eventually(async () => (await stream(harness))?.segmentsIn ?? 0).toBeGreaterThan(before + 1)
    const { segments } = await harness.playlist('source')
    expect(segments.map(({ uri }) => uri)).toEqual(segments.map((_, seqNo) => `source/${seqNo}.ts`))
    expect(segments.flatMap(({ discontinuity }, index) => (discontinuity ? [index] : []))).toEqual([before])
    const { streams } = await harness.status()
    expect(streams).toHaveLength(1)
  })

  test('two streams share the port, and a key revoked ends its stream only', async () => {
    const harness = await gateway()
    const other = await harness.gateway.streamKeys.create('other')
    const { rtmpUrl, rtmpPort } = harness.gateway
    const revoked = publish(`${rtmpUrl}/${harness.key}`, { seconds: 60 })
    publish(`rtmp://127.0.0.1:${rtmpPort}/other/${other}`, { seconds: 60 })
    await eventually(async () => (await stream(harness))?.segmentsIn ?? 0).toBeGreaterThan(0)
    await eventually(async () => (await stream(harness, 'other'))?.segmentsIn ?? 0).toBeGreaterThan(0)
    await harness.gateway.streamKeys.revoke('live')
    await revoked.ended()
    await eventually(async () => (await stream(harness))?.state).toBe('waiting')
    const before = (await stream(harness, 'other'))?.segmentsIn ?? 0
    await eventually(async () => (await stream(harness, 'other'))?.segmentsIn ?? 0).toBeGreaterThan(before)
  })

  test('error: a wrong key is refused', async () => {
    const harness = await gateway()
    const encoder = publish(`${harness.gateway.rtmpUrl}/not-the-key-of-anything`, { seconds: 30 })
    expect(await encoder.ended()).not.toBe(0)
    expect((await harness.status()).streams).toEqual([])
  })

  test('error: a second encoder with the same key is refused while the first sends', async () => {
    const harness = await gateway()
    const url = `${harness.gateway.rtmpUrl}/${harness.key}`
    publish(url, { seconds: 60 })
    await eventually(async () => (await stream(harness))?.state).toBe('live')
    expect(await publish(url, { seconds: 60 }).ended()).not.toBe(0)
  })

  test('error: more streams than allowed are refused', async () => {
    const harness = await gateway({ config: { maxStreams: 1 } })
    const other = await harness.gateway.streamKeys.create('other')
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    const encoder = publish(`${harness.gateway.rtmpUrl}/${other}`, { seconds: 30 })
    expect(await encoder.ended()).not.toBe(0)
  })
})

describe('HTTP push', () => {
  test('renditions come back with the answer to those who want them', async () => {
    const harness = await gateway()
    const response = await harness.push(4, clip.sources[0] ?? new Uint8Array(), { accept: 'multipart/mixed' })
    expect(response.status).toBe(200)
    const boundary = /boundary=(\w+)/.exec(response.headers.get('content-type') ?? '')?.[1]
    const body = Buffer.from(await response.arrayBuffer())
    expect(
      body.toString('latin1').startsWith(`--${boundary}\r\nContent-Type: video/mp2t; name="P_0_4.ts"`),
    ).toBe(true)
    expect(body.includes('Rendition-Name: 90p')).toBe(true)
    expect(body.includes(Buffer.from(clip.renditions[0] ?? []))).toBe(true)
  })

  test('the key may be in the path', async () => {
    const harness = await gateway()
    const response = await harness.get(`/live/live/${harness.key}/0.ts`, {
      method: 'POST',
      body: (clip.sources[0] ?? new Uint8Array()) as Uint8Array<ArrayBuffer>,
    })
    expect(response.status).toBe(200)
  })

  test('a number left out marks a discontinuity', async () => {
    const harness = await gateway()
    const [first, , third] = clip.sources
    if (!first || !third) throw new Error('There are three.')
    await harness.push(0, first)
    await harness.push(2, third)
    const { segments } = await harness.playlist('source')
    expect(segments.map(({ discontinuity }) => discontinuity ?? false)).toEqual([false, true])
  })

  test('error: each fault has its status', async () => {
    const harness = await gateway({ config: { maxSegmentBytes: 2_000_000 } })
    const good = clip.sources[0] ?? new Uint8Array()
    const send = async (path: string, init: RequestInit) => {
      const headers = { authorization: `Bearer ${harness.key}`, ...init.headers }
      return (await harness.get(path, { method: 'PUT', ...init, headers })).status
    }
    const body = good as Uint8Array<ArrayBuffer>
    expect(await send('/live/live/0.ts', { method: 'GET' })).toBe(405)
    expect(await send('/live/live', { body })).toBe(400)
    expect(await send('/live/live/0.mkv', { body })).toBe(400)
    expect(await send('/live/live/0.mp4', { body })).toBe(422)
    expect(await send('/live/live/0.ts', { body, headers: { 'content-duration': 'long' } })).toBe(400)
    expect(await send('/live/live/0.ts', { body, headers: { authorization: 'Bearer wrong' } })).toBe(403)
    expect(await send('/live/other/0.ts', { body })).toBe(403)
    expect(await send('/live/live/0.ts', { body: 'not a segment' })).toBe(422)
    expect(await send('/live/live/0.ts', { body: new Uint8Array(2_000_001) })).toBe(413)
    expect((await harness.status()).streams).toEqual([])
  })
})

describe('playback', () => {
  test('every playlist and segment is decided by the hook, and the token travels through playlists', async () => {
    const asked: string[] = []
    const harness = await gateway({
      deps: {
        authorizePlayback: async ({ kind, token }) => {
          asked.push(kind)
          return token === 'good' ? { allow: true } : { allow: false, reason: 'denied' }
        },
      },
    })
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    for (const path of ['/hls/live/index.m3u8', '/hls/live/source.m3u8', '/hls/live/source/0.ts']) {
      expect((await harness.get(path)).status).toBe(403)
      expect((await harness.get(`${path}?token=good`)).status).toBe(200)
      const headers = { authorization: 'Bearer good' }
      expect((await harness.get(path, { headers })).status).toBe(200)
    }
    expect(new Set(asked)).toEqual(new Set(['master', 'media', 'segment']))
    expect(await (await harness.get('/hls/live/index.m3u8?token=good')).text()).toContain(
      'source.m3u8?token=good',
    )
    expect(await (await harness.get('/hls/live/source.m3u8?token=good')).text()).toContain('0.ts?token=good')
  })

  test('an ended stream can be played for a while, then is gone', async () => {
    const harness = await gateway({ config: { pushIdleMs: 0, streamGraceMs: 100, streamRetentionMs: 2_000 } })
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    await eventually(async () => (await stream(harness))?.state).toBe('ended')
    expect((await harness.playlist('source')).ended).toBe(true)
    await eventually(async () => (await harness.get('/hls/live/index.m3u8')).status).toBe(410)
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    expect((await harness.playlist('source')).mediaSequence).toBe(1)
  })

  test('error: what is not there is 404', async () => {
    const harness = await gateway()
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    for (const path of ['/hls/none/index.m3u8', '/hls/live/none.m3u8', '/hls/live/source/7.ts', '/x']) {
      expect((await harness.get(path)).status).toBe(404)
    }
  })

  test('memory is bounded: windows get shorter instead', async () => {
    const largest = Math.max(...clip.sources.map(({ length }) => length))
    const bound = Math.max(1_000_000, largest * 4)
    const harness = await gateway({ config: { playbackMemoryBytes: bound, playbackWindow: 1_000 } })
    for (let seqNo = 0; seqNo < Math.ceil(bound / largest) * 3; seqNo++) {
      await harness.push(seqNo, clip.sources[seqNo % 3] ?? new Uint8Array())
    }
    const metrics = await (await harness.operator('/metrics')).text()
    const held = Number(/^millrace_gateway_playback_memory_bytes (\d+)/m.exec(metrics)?.[1])
    expect(held).toBeGreaterThan(0)
    expect(held).toBeLessThanOrEqual(bound)
  })
})

test('garbage on both ports changes nothing for a stream that runs', async () => {
  const harness = await gateway()
  publish(`${harness.gateway.rtmpUrl}/${harness.key}`, { seconds: 60 })
  await eventually(async () => (await stream(harness))?.segmentsIn ?? 0).toBeGreaterThan(0)
  for (const port of [harness.gateway.rtmpPort, harness.gateway.httpPort]) {
    for (let round = 0; round < 20; round++) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      socket.write(Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * (round + 7)) % 256)))
      closing.push(async () => socket.destroy())
    }
  }
  const huge = { 'x-huge': 'x'.repeat(60_000) }
  await harness.get('/api/v1/status', { headers: huge }).catch(() => {})
  const before = (await stream(harness))?.segmentsIn ?? 0
  await eventually(async () => (await stream(harness))?.segmentsIn ?? 0).toBeGreaterThan(before + 1)
  expect((await stream(harness))?.state).not.toBe('waiting')
})
