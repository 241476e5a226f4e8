import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { probeSegment, type Segment, Segmenter, type SegmenterCursor } from '@millrace/media'
import { describe, expect, test } from 'vitest'
import { messageType } from '../../src/gateway/ingest/rtmp/messages.ts'
import { RtmpServer } from '../../src/gateway/ingest/rtmp/server.ts'
import { startServer } from './rtmp-fixture.ts'
import { ScriptedEncoder } from './scripted-encoder.ts'

const run = promisify(execFile)
const key = 'key-of-the-test'
const tone = ['-f', 'lavfi', '-i', 'sine=frequency=300:sample_rate=48000:duration=5']
const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=5']
const encoder = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-bf',
  '2',
  '-g',
  '60',
  '-pix_fmt',
  'yuv420p',
  '-c:a',
  'aac',
]

/** Pushes with Debian's FFmpeg. @returns its exit code and what it said. */
async function push(url: string, inputs: readonly string[]): Promise<{ code: number; said: string }> {
  const child = spawn(
    'ffmpeg',
    ['-v', 'error', ...inputs, ...encoder, '-flvflags', 'no_duration_filesize', '-f', 'flv', url],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let said = ''
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString()
  })
  const [code] = await once(child, 'close')
  return { code, said }
}

/** A server that cuts whatever comes, going on where the same stream ended before. */
async function segmentingServer() {
  const segments = new Map<string, Segment[]>()
  const cursors = new Map<string, SegmenterCursor>()
  const ends: string[] = []
  const arrived = new Set<() => void>()
  const server = await RtmpServer.create<string>(
    { host: '127.0.0.1', port: 0 },
    {
      log: { debug: () => {}, info: () => {}, warn: () => {} },
      authorize: async ({ app, name }) =>
        name === key
          ? { accept: true, stream: app }
          : { accept: false, code: 'rejected', description: 'The stream key is not valid.' },
      publish: ({ stream }) => {
        const list = segments.get(stream) ?? []
        segments.set(stream, list)
        const segmenter = new Segmenter(
          { resumeFrom: cursors.get(stream) },
          { emit: (segment) => list.push(segment) },
        )
        return {
          video: (tag, timestampMs) => segmenter.video(tag, timestampMs),
          audio: (tag, timestampMs) => segmenter.audio(tag, timestampMs),
          end: ({ reason }) => {
            segmenter.end()
            cursors.set(stream, segmenter.cursor)
            ends.push(reason)
            for (const resolve of arrived) resolve()
            arrived.clear()
          },
        }
      },
    },
  )
  const ended = async (count: number) => {
    while (ends.length < count) await new Promise<void>((resolve) => arrived.add(resolve))
  }
  const url = (stream: string) => `rtmp://127.0.0.1:${server.port}/${stream}/${key}`
  return { url, segments, ends, ended, port: server.port, [Symbol.asyncDispose]: () => server.close() }
}

/** Decodes all segments as one file. */
async function decode(
  segments: readonly Segment[],
): Promise<{ warnings: string; steps: number[]; frames: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-rtmp-'))
  try {
    const path = join(folder, 'all.ts')
    await writeFile(path, Buffer.concat(segments.map(({ bytes }) => bytes)))
    const decoded = await run('ffmpeg', ['-v', 'warning', '-i', path, '-map', '0', '-f', 'framemd5', '-'])
    const probed = await run('ffprobe', [
      '-v',
      'error',
      '-select_streams',
      'v',
      '-show_entries',
      'packet=dts',
      '-of',
      'csv=p=0',
      path,
    ])
    const dts = probed.stdout
      .split('\n')
      .filter((line) => /\d/.test(line))
      .map((line) => Number.parseInt(line, 10))
    const steps = dts.slice(1).map((value, at) => value - (dts[at] ?? 0))
    const frames = decoded.stdout.split('\n').filter((line) => line.startsWith('0,')).length
    return { warnings: decoded.stderr, steps: [...new Set(steps)], frames }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const shapes = (segments: readonly Segment[] | undefined) =>
  segments?.map(({ seqNo, startMs, durationMs, discontinuity }) => [
    seqNo,
    startMs,
    durationMs,
    discontinuity,
  ])

describe('ffmpeg pushes', () => {
  test('two streams at once, with and without sound, and each comes out whole', async () => {
    await using served = await segmentingServer()
    const pushed = await Promise.all([
      push(served.url('with'), [...picture, ...tone]),
      push(served.url('without'), picture),
    ])
    expect(pushed).toEqual([
      { code: 0, said: '' },
      { code: 0, said: '' },
    ])
    await served.ended(2)
    for (const name of ['with', 'without']) {
      const segments = served.segments.get(name) ?? []
      expect(shapes(segments)).toEqual([
        [0, 0, 2000, false],
        [1, 2000, 2000, false],
        [2, 4000, 1000, false],
      ])
      expect(await decode(segments)).toEqual({ warnings: '', steps: [3000], frames: 150 })
      expect(segments.map(({ bytes }) => probeSegment(bytes).videoFrames)).toEqual([60, 60, 30])
      expect(segments[0]?.audio?.sampleRateHz).toBe(name === 'with' ? 48_000 : undefined)
    }
  })

  test('an encoder that comes back with the same key goes on', async () => {
    await using served = await segmentingServer()
    for (const count of [1, 2]) {
      await push(served.url('again'), [...picture, ...tone])
      await served.ended(count)
    }
    const segments = served.segments.get('again') ?? []
    expect(shapes(segments)).toEqual([
      [0, 0, 2000, false],
      [1, 2000, 2000, false],
      [2, 4000, 1000, false],
      [3, 5000, 2000, true],
      [4, 7000, 2000, false],
      [5, 9000, 1000, false],
    ])
    expect(await decode(segments)).toEqual({ warnings: '', steps: [3000], frames: 300 })
  })

  test('error: with a wrong key it is told so, and fails', async () => {
    await using served = await segmentingServer()
    const { code, said } = await push(`rtmp://127.0.0.1:${served.port}/live/wrong`, picture)
    expect(code).not.toBe(0)
    expect(said).toContain('The stream key is not valid.')
  })

  test('the query of the URL reaches the check', async () => {
    await using served = await startServer()
    const token = 'token=correct-horse-key'
    const { code } = await push(`rtmp://127.0.0.1:${served.port}/live/manifest/name?${token}`, picture)
    expect(code).toBe(0)
    await served.streams[0]?.ended.promise
    expect(served.streams[0]?.connection).toMatchObject({ app: 'live/manifest', name: 'name' })
    expect(served.streams[0]?.metadataSeen).toMatchObject({ width: 320, height: 180 })
  })

  test('error: broken tags end only their own stream, and the encoder is told why', async () => {
    await using served = await segmentingServer()
    const good = push(served.url('good'), picture)
    await using bad = await ScriptedEncoder.publishing(served.port, { app: 'bad', name: key })
    bad.message(messageType.video, Buffer.of(0x17, 1))
    await bad.closed()
    expect(bad.statuses.at(-1)).toMatchObject({
      level: 'error',
      description: expect.stringContaining('video tag'),
    })
    expect(await good).toEqual({ code: 0, said: '' })
    await served.ended(2)
    expect(served.ends).toEqual(['sink-error', 'unpublished'])
    expect(served.segments.get('good')).toHaveLength(3)
  })
})
