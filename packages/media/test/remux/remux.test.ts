import { silentLogger } from '@millrace/common'
import { probeSegment, SegmentRefusedError, TranscoderPool, writeMp4 } from '@millrace/media'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ffmpeg, makeSegment, makeStream } from '../clips.ts'
import { probeFile } from './probe-file.ts'

const timeoutMs = 60_000
let pool: TranscoderPool
beforeAll(async () => {
  pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
})
afterAll(() => pool?.close())

async function collect(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of parts) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* each(segments: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* segments
}

test('a segment goes into MP4 and back with the same pictures, sound and times', async () => {
  const source = await makeSegment({ audio: true })
  const [mp4] = await pool.remux({ files: [source], from: 'mpegts', into: 'mp4', timeoutMs })
  const whole = await probeFile(mp4 ?? new Uint8Array())
  expect(whole).toMatchObject({ format: 'mov,mp4,m4a,3gp,3g2,mj2', frames: 30, audioCodec: 'aac' })
  const [back] = await pool.remux({
    files: [mp4 ?? new Uint8Array()],
    from: 'mp4',
    into: 'mpegts',
    timeoutMs,
  })
  const [before, after] = [probeSegment(source), probeSegment(back ?? new Uint8Array())]
  expect(after).toMatchObject({
    video: before.video,
    audio: before.audio,
    videoFrames: 30,
    durationMs: before.durationMs,
    pixels: before.pixels,
    startsWithKeyframe: true,
  })
})

test('an MP4 file as encoders write it becomes a segment', async () => {
  const input = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=1']
  const sound = ['-f', 'lavfi', '-i', 'sine=sample_rate=48000:duration=1', '-c:a', 'aac']
  const video = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-bf', '2']
  const mp4 = await ffmpeg([
    ...input,
    ...sound,
    ...video,
    '-movflags',
    'frag_keyframe+empty_moov',
    '-f',
    'mp4',
    'pipe:1',
  ])
  const [segment] = await pool.remux({ files: [mp4], from: 'mp4', into: 'mpegts', timeoutMs })
  expect(probeSegment(segment ?? new Uint8Array())).toMatchObject({
    video: { widthPx: 320, heightPx: 180, fps: 30 },
    audio: { codec: 'mp4a.40.2' },
    videoFrames: 30,
    startsWithKeyframe: true,
  })
})

test('error: what is no MP4 is refused', async () => {
  const files = [new Uint8Array(10_000)]
  await expect(pool.remux({ files, from: 'mp4', into: 'mpegts', timeoutMs })).rejects.toThrow(
    SegmentRefusedError,
  )
})

test('segments of several time lines become one file that goes on from one to the next', async () => {
  const stream = await makeStream(3)
  const later = await makeSegment({ audio: true, startSeconds: 5_000 })
  const file = await collect(writeMp4(each([...stream, later])))
  const { frames, steps, audioCodec } = await probeFile(file)
  expect(audioCodec).toBe('aac')
  expect(frames).toBe(
    probeSegment(later).videoFrames + stream.reduce((sum, one) => sum + probeSegment(one).videoFrames, 0),
  )
  // A picture that was held back for reordering is the most that is missing at the joint.
  expect(Math.max(...steps)).toBeLessThan(0.068)
  expect(Math.min(...steps)).toBeGreaterThan(0)
})

test('a damaged segment is left out of the file', async () => {
  const stream = await makeStream(3)
  const file = await collect(
    writeMp4(each([stream[0] ?? new Uint8Array(), new Uint8Array(9_999), ...stream.slice(1)])),
  )
  const all = stream.reduce((sum, one) => sum + probeSegment(one).videoFrames, 0)
  expect((await probeFile(file)).frames).toBe(all)
})

test('a reader that stops ends the process', async () => {
  let given = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    const segment = await makeSegment()
    for (;;) {
      given++
      yield segment
    }
  }
  for await (const chunk of writeMp4(endless())) {
    expect(chunk.length).toBeGreaterThan(0)
    break
  }
  expect(given).toBeLessThan(100_000)
})
